using System.Globalization;

namespace Benchmarks;

/// <summary>One line per figure, for people and for programs.</summary>
static class Figures
{
    public static void Say(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.##}"));

    public static void Missing(string name, string why) => Console.WriteLine($"figure {name} not-measured {why}");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>Names of the group's figures.</summary>
static class TicketFigures
{
    public static readonly string[] All =
    [
        "report_vs_floor", "report_per_s", "report_p50_ms_c32", "report_p99_ms_c32", "list_vs_floor", "list_per_s", "list_p50_ms_c32", "list_p99_ms_c32", "list_112k_per_s", "server_peak_mb", "second_start_s",
        "first_page_kb", "next_page_kb", "desk_first_kb", "desk_next_kb", "list_1m_p95_ms", "list_1m_vs_10k_p95", "board_1m_p95_ms", "board_1m_vs_10k_p95", "search_1m_p95_ms", "search_1m_slowest_p95_ms", "idle_1000_people_mb",
    ];
}
