using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Calls that go round the company's filter, the clock, the one cache, or the thread pool.</summary>
public sealed class BannedCallsTests
{
    /// <summary>Lines that may, and why.</summary>
    static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["cached.IsCompletedSuccessfully ? cached.Result : await cached"] = "asked only of a finished task, to spare the common case a continuation",
    };

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", "take a TimeProvider")]
    [InlineData(@"\bIgnoreQueryFilters\b", "there is one filter, and it is never left out")]
    [InlineData(@"\b(FromSql|SqlQuery|ExecuteSql)(Raw|Async|RawAsync|Interpolated|InterpolatedAsync)?\b", "raw SQL knows no company")]
    [InlineData(@"\bThread\.Sleep\b", "await Task.Delay")]
    [InlineData(@"\.Wait\(\)", "await it")]
    [InlineData(@"\bGetAwaiter\(\)\s*\.GetResult\b", "await it")]
    [InlineData(@"\b(Task\.Wait(All|Any)\(|Task\.Run\()", "await it; work that outlives a request goes into the outbox")]
    [InlineData(@"\basync void\b", "return a Task")]
    [InlineData(@"\b(IMemoryCache|IDistributedCache|HybridCache)\b", "TenantCache is the one cache")]
    [InlineData(@"\bConsole\.(Write|WriteLine)\(.*\bpassword\b", "no secrets in the output")]
    [InlineData(@"\bnew HttpClient\(", "take an IHttpClientFactory")]
    public void Nobody_calls(string pattern, string instead) => Findings(pattern).ShouldBeEmpty(instead);

    /// <summary>Words like <c>rating.Result</c> are fine; a task is told by its name or by the call it comes from.</summary>
    [Fact]
    public void Nobody_blocks_on_a_task() => Findings(@"(\)|\b\w*([Tt]ask|[Pp]ending|[Cc]ached|[Ll]oad(ing)?))\.Result\b").ShouldBeEmpty("await it");

    static List<string> Findings(string pattern) =>
        [.. Sources.Product.SelectMany(file => file.Code.Split('\n').Where(line => Regex.IsMatch(line, pattern) && !Allowed.Keys.Any(line.Contains)).Select(line => $"{file.Path}: {line.Trim()}"))];
}
