using Platform.Nodes;

namespace Data.Tests;

public sealed class TenantCacheTests
{
    static readonly Guid Ours = Guid.CreateVersion7();
    static readonly Guid Theirs = Guid.CreateVersion7();

    readonly LabClock clock = new();
    readonly LocalBus bus = new();
    int loads;

    Task<int> Load() => Task.FromResult(Interlocked.Increment(ref loads));

    [Fact]
    public async Task Thirty_two_askers_share_one_load()
    {
        for (var round = 0; round < 50; round++)
        {
            var cache = new TenantCache(new LocalBus(), clock);
            loads = 0;
            using var together = new Barrier(32);

            var values = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Factory.StartNew(async () =>
            {
                together.SignalAndWait();
                return await cache.Get(Ours, "k", async () =>
                {
                    var value = await Load();
                    await Task.Delay(5);
                    return value;
                });
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

            values.ShouldAllBe(v => v == 1, $"{loads} loads in round {round}");
        }
    }

    // Most rounds miss the moment between looking and putting; a few thousand do not.
    [Fact]
    public async Task Askers_at_the_very_same_moment_share_one_load()
    {
        const int Rounds = 5000;
        var cache = new TenantCache(bus, clock);
        var counts = new int[Rounds];
        using var together = new Barrier(2);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var mine = round;
                together.SignalAndWait();
                cache.Get(Ours, "k" + mine, () => Task.FromResult(Interlocked.Increment(ref counts[mine]))).AsTask();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        counts.Count(c => c != 1).ShouldBe(0);
    }

    [Fact]
    public async Task An_evicted_value_is_loaded_again_on_every_node_and_no_other_value_is()
    {
        var (here, there) = (new TenantCache(bus, clock), new TenantCache(bus, clock));
        await here.Get(Ours, "access:a", Load);
        await there.Get(Ours, "access:a", Load);
        await there.Get(Ours, "setting:a", Load);
        await there.Get(Theirs, "access:a", Load);

        await here.Evict(Ours, "access:");

        (await here.Get(Ours, "access:a", Load)).ShouldBe(5);
        (await there.Get(Ours, "access:a", Load)).ShouldBe(6);
        (await there.Get(Ours, "setting:a", Load)).ShouldBe(3);
        (await there.Get(Theirs, "access:a", Load)).ShouldBe(4);
    }

    [Fact]
    public async Task Companies_do_not_share_values()
    {
        var cache = new TenantCache(bus, clock);

        (await cache.Get(Ours, "k", () => Task.FromResult("ours"))).ShouldBe("ours");
        (await cache.Get(Theirs, "k", () => Task.FromResult("theirs"))).ShouldBe("theirs");
        (await cache.Get(Ours, "k", () => Task.FromResult("new"))).ShouldBe("ours");
    }

    [Fact]
    public async Task A_failed_load_is_not_kept()
    {
        var cache = new TenantCache(bus, clock);

        await Should.ThrowAsync<TimeoutException>(async () => await cache.Get<int>(Ours, "k", () => throw new TimeoutException()));
        await Should.ThrowAsync<TimeoutException>(async () => await cache.Get<int>(Ours, "k", async () =>
        {
            await Task.Yield();
            throw new TimeoutException();
        }));

        (await cache.Get(Ours, "k", Load)).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_a_value_too()
    {
        var cache = new TenantCache(bus, clock);

        (await cache.Get<string?>(Ours, "k", () => Task.FromResult<string?>(null))).ShouldBeNull();
        (await cache.Get<string?>(Ours, "k", () => Task.FromResult<string?>("late"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_value_dies_after_its_lifetime_even_when_nobody_says_so()
    {
        var cache = new TenantCache(bus, clock);
        await cache.Get(Ours, "k", Load);

        clock.Pass(TenantCache.Lifetime - TimeSpan.FromSeconds(1));
        (await cache.Get(Ours, "k", Load)).ShouldBe(1);
        clock.Pass(TimeSpan.FromSeconds(1));
        (await cache.Get(Ours, "k", Load)).ShouldBe(2);
    }

    [Fact]
    public async Task A_value_evicted_while_it_loads_is_not_served_to_later_askers()
    {
        var cache = new TenantCache(bus, clock);
        var gate = new TaskCompletionSource<int>();
        var early = cache.Get(Ours, "k", () => gate.Task).AsTask();

        await cache.Evict(Ours, "k");
        var later = cache.Get(Ours, "k", () => Task.FromResult(2)).AsTask();
        gate.SetResult(1);

        (await early).ShouldBe(1);
        (await later).ShouldBe(2);
        (await cache.Get(Ours, "k", () => Task.FromResult(3))).ShouldBe(2);
    }
}
