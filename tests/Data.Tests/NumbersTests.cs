using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Tenancy;

namespace Data.Tests;

public sealed class NumbersTests
{
    static readonly DateOnly Day = new(2026, 6, 1);

    public static TheoryData<DatabaseProvider> Databases => Lab.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task Fifty_at_once_on_two_nodes_draw_fifty_numbers(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        var nodes = new[] { Node(lab), Node(lab) };

        var drawn = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => nodes[i % 2].Next(company, "WX", Day, default))));

        drawn.Distinct().Count().ShouldBe(50);
        drawn.ShouldAllBe(n => System.Text.RegularExpressions.Regex.IsMatch(n, "^WX-20260601-\\d{4}$"));
        (await lab.In(company, db => db.Set<NumberSeries>().SingleAsync())).Next.ShouldBeGreaterThan(50);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Numbers_of_a_node_rise_without_gap_and_begin_anew_each_day_and_in_each_company(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (first, second) = (await lab.NewCompany(), await lab.NewCompany());
        var node = Node(lab);
        var drawn = new List<string>();

        for (var i = 0; i < 45; i++) drawn.Add(await node.Next(first, "WX", Day, default));

        drawn.ShouldBe(Enumerable.Range(1, 45).Select(i => $"WX-20260601-{i:0000}"));
        (await node.Next(first, "TS", Day, default)).ShouldBe("TS-20260601-0001");
        (await node.Next(first, "WX", Day.AddDays(1), default)).ShouldBe("WX-20260602-0001");
        (await node.Next(second, "WX", Day, default)).ShouldBe("WX-20260601-0001");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_number_is_never_given_out_again_though_the_drawer_rolls_back_or_the_node_restarts(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();

        var before = await Node(lab).Next(company, "WX", Day, default);
        var after = await Node(lab).Next(company, "WX", Day, default);

        string.CompareOrdinal(before, after).ShouldBeLessThan(0);
    }

    static Numbers Node(Lab lab) => new(lab.Services.GetRequiredService<ITenantScopeFactory>());
}
