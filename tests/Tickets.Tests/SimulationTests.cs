using Tickets.Contracts;
using Tickets.Dispatch.Simulation;

namespace Tickets.Tests;

public sealed class SimulationTests
{
    static readonly SimPlan Plan = new(Days: 3);

    [Fact]
    public void The_batch_engine_is_there_sooner_than_turns_and_misses_fewer_targets_than_the_nearest()
    {
        // The company that the command plays, over half of its seeds.
        var rows = DispatchSimulation.Run(new(), seeds: 10).ToDictionary(r => r.Name);

        (rows["batch"].P90 / rows["round-robin"].P90).ShouldBeLessThanOrEqualTo(0.6);
        (rows["batch"].Missed / rows["nearest"].Missed).ShouldBeLessThanOrEqualTo(0.5);
        rows["batch"].P90.ShouldBeLessThan(rows["immediate"].P90);
        rows["immediate"].P90.ShouldBeLessThan(rows["round-robin"].P90);
        rows["immediate"].Missed.ShouldBeLessThan(rows["nearest"].Missed);
        rows["nearest"].Walk.ShouldBeLessThan(rows["round-robin"].Walk);
    }

    [Fact]
    public void One_seed_gives_one_outcome()
    {
        var (once, again) = (DispatchSimulation.Run(Plan with { Days = 1 }, 2), DispatchSimulation.Run(Plan with { Days = 1 }, 2));

        // How long deciding took is the machine's, not the seed's.
        once.Select(r => r with { DecideP50 = 0, DecideMost = 0 }).ShouldBe(again.Select(r => r with { DecideP50 = 0, DecideMost = 0 }));
    }

    [Fact]
    public void Every_policy_serves_every_report_by_somebody_who_can()
    {
        var world = new SimWorld(Plan, seed: 3);
        foreach (var make in SimPolicy.All)
        {
            var policy = make();
            SimRun.Play(world, policy).Waits.Count.ShouldBe(world.Jobs.Count, policy.Name);
        }
    }

    [Theory]
    [InlineData(0.0, 1.0, 1.0, 1.0, 1.0)]
    [InlineData(0.75, 0.0, 0.0, 0.0, 4.0)]
    [InlineData(0.25, 1.0, 2.0, 3.0, 4.0)]
    public void Spread_is_zero_when_all_have_the_same(double gini, params double[] shares) => SimRun.Gini(shares).ShouldBe(gini, 1e-9);

    // Well within a second on a machine that does nothing else: linli simulate dispatch --large.
    [Fact]
    public void Two_hundred_people_and_five_hundred_tickets_are_arranged_in_no_time() => DispatchSimulation.Large(200, 500, 3).Min().ShouldBeLessThan(3000);
}
