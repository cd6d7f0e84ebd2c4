using System.Diagnostics;

namespace Benchmarks;

/// <summary>What a leg gave: answers per second and milliseconds.</summary>
sealed record Leg(double PerSecond, double P50, double P95, double P99);

/// <summary>Callers on loopback that ask again as soon as they are answered.</summary>
static class Load
{
    public static async Task<Leg> Run(int callers, TimeSpan time, Func<Task<HttpResponseMessage>> ask)
    {
        var times = new List<double>[callers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            times[caller] = [];
            while (clock.Elapsed < time)
            {
                var begin = clock.Elapsed;
                using var answer = await ask();
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                times[caller].Add((clock.Elapsed - begin).TotalMilliseconds);
            }
        }));
        var all = times.SelectMany(t => t).Order().ToList();
        return new(all.Count / clock.Elapsed.TotalSeconds, all[all.Count / 2], all[(int)(all.Count * 0.95)], all[(int)(all.Count * 0.99)]);
    }
}
