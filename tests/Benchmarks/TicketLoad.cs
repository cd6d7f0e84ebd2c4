using Data;
using Testing;

namespace Benchmarks;

/// <summary>Reporting a ticket and the employee's list over HTTP on PostgreSQL, beside the floor, in turn: product, floor, product, floor.</summary>
sealed class TicketLoad(BenchCompany company, HttpClient product, HttpClient floor)
{
    const int Callers = 32;
    const int Rounds = 5;
    const int Old = 100_000;
    static readonly TimeSpan Leg = TimeSpan.FromSeconds(4);
    // Shorter, and the first rounds would still be compiling.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    static readonly TimeSpan Alone = TimeSpan.FromSeconds(1);

    sealed record Comparison(Leg Product, Leg Floor, double Ratio);

    /// <summary>Fails when the floor no longer does the product's work; measures nothing.</summary>
    public static async Task Check()
    {
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        await Beside(host, await BenchCompany.Build(host), load => load.SameWork(host));
    }

    public static async Task Run(PostgreSqlServer server)
    {
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        var company = await BenchCompany.Build(host);
        if ((string)(await company.Scalar("SHOW fsync"))! != "on")
        {
            foreach (var name in TicketFigures.All) Figures.Missing(name, "fsync is off on the given PostgreSQL");
            return;
        }
        await Beside(host, company, load => load.Measure(host, server));
    }

    static async Task Beside(TestHost host, BenchCompany company, Func<TicketLoad, Task> work)
    {
        var employee = company.Estate.Dispatcher;
        await using var bare = await Floor.Start(company.Connection, company.Id, employee.AccountId, employee.Name);
        using var product = BenchCompany.Client($"{host.Url}{company.Estate.Company.Slug}/api/v1/", employee);
        using var floor = BenchCompany.Client(bare.Url + "/", null);
        await work(new TicketLoad(company, product, floor));
    }

    async Task Measure(TestHost host, PostgreSqlServer server)
    {
        await Describe(server);
        var settings = ProductProcess.SettingsOf(host);
        await SameWork(host);
        await Weigh(host);

        await company.Quiet();
        var list = await Compare("list", () => product.GetAsync("tickets"), () => floor.GetAsync("tickets"));
        await company.Fill(Old);
        Console.WriteLine($"{await company.Scalar("SELECT count(*) FROM tickets_ticket")} tickets from here on");
        var full = await Compare("list112k", () => product.GetAsync("tickets"), () => floor.GetAsync("tickets"), alone: false);
        await StartAgain(settings);
        var report = await Compare("report", () => product.SendAsync(company.Report()), () => floor.SendAsync(company.Report()));
        Console.WriteLine($"outbox: {await company.Backlog()} messages wait after the reports, so the worker was busy in the product's legs and the floor's alike");

        var idle = await IdlePeople.Make(company);

        var pages = await MillionTickets.Pages(host, company);

        // From here on the product runs in a process of its own.
        await host.DisposeAsync();
        await Peak(settings);
        people = await idle.Measure(settings);
        million = await new MillionTickets(company, settings, pages).Measure();
        Say(list, full, report);
    }

    async Task Describe(PostgreSqlServer server)
    {
        await company.Describe(server);
        Console.WriteLine($"{await company.Scalar("SELECT count(*) FROM tickets_ticket")} tickets, {await company.Scalar("SELECT count(*) FROM estates_unit")} units; {Callers} callers on loopback with a dispatcher's bearer token, {Rounds} rounds of {Leg.TotalSeconds} s each in turn, medians");
        if (File.Exists("/proc/loadavg")) Console.WriteLine($"load average before: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        Console.WriteLine("Product, floor and callers share one process and, with the database, the machine. The product's outbox worker keeps running throughout.");
    }

    // The floor is only worth comparing with as long as it does the same.
    async Task SameWork(TestHost host)
    {
        // The cheapest of three: the first reads who the caller is, which is then kept for half a minute, and every twentieth draws numbers.
        Print("report", await Cheapest(host, () => product.SendAsync(company.Report())), FloorReport.Statements);
        Print("list", await Cheapest(host, () => product.GetAsync("tickets")), Statements.Short([Floor.ListSql]));

        using (var made = await floor.SendAsync(company.Report())) made.EnsureSuccessStatusCode();
        await company.Quiet();
        var same = await product.GetStringAsync("tickets") == await floor.GetStringAsync("tickets");
        Console.WriteLine($"list: the floor's answer is {(same ? "the same, byte for byte" : "DIFFERENT")}");
        if (!same) throw new InvalidOperationException("The floor answers something else than the product; it has to be rewritten.");
    }

    static async Task<IReadOnlyList<string>> Cheapest(TestHost host, Func<Task<HttpResponseMessage>> request)
    {
        List<IReadOnlyList<string>> tries = [];
        for (var i = 0; i < 3; i++) tries.Add(await Statements.Of(host, request));
        return tries.MinBy(t => t.Count)!;
    }

    static void Print(string name, IReadOnlyList<string> asked, IReadOnlyList<string> floor)
    {
        var mine = Statements.Short(asked);
        Console.WriteLine($"{name}: the product sends {mine.Count} statements in {asked.Count} commands: {string.Join(", ", mine)}");
        if (!mine.Order().SequenceEqual(floor.Order())) throw new InvalidOperationException($"{name}: the floor sends other statements; it has to be rewritten: {string.Join(", ", floor)}");
        Console.WriteLine($"{name}: the floor sends the same");
    }

    async Task Weigh(TestHost host)
    {
        var (first, next) = await Weigh(host, company.Estate.Resident, "", "tickets");
        var (deskFirst, deskNext) = await Weigh(host, company.Estate.Dispatcher, "board", "desk/tickets");
        weights = [("first_page_kb", first), ("next_page_kb", next), ("desk_first_kb", deskFirst), ("desk_next_kb", deskNext)];
    }

    (string, double)[] weights = [];

    async Task<(double First, double Next)> Weigh(TestHost host, TestPerson person, string first, string next)
    {
        using var client = BenchCompany.Client($"{host.Url}{company.Estate.Company.Slug}/", person);
        var pages = new PageWeight(client);
        var weight = (await pages.Open(first), await pages.Open(next));
        Console.WriteLine($"page: {string.Join(", ", pages.Files)}");
        return weight;
    }

    async Task<Comparison> Compare(string name, Func<Task<HttpResponseMessage>> ours, Func<Task<HttpResponseMessage>> theirs, bool alone = true)
    {
        await Load.Run(Callers, WarmUp, ours);
        await Load.Run(Callers, WarmUp, theirs);
        List<(Leg Product, Leg Floor)> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await Load.Run(Callers, Leg, ours), await Load.Run(Callers, Leg, theirs)));
            Console.WriteLine($"{name} round {round + 1}: product {Text(rounds[^1].Product)}; floor {Text(rounds[^1].Floor)}");
        }
        if (alone) await CompareAlone(name, ours, theirs);
        return new(Middle(rounds.Select(r => r.Product)), Middle(rounds.Select(r => r.Floor)), Figures.Median(rounds.Select(r => r.Product.PerSecond / r.Floor.PerSecond)));
    }

    static async Task CompareAlone(string name, Func<Task<HttpResponseMessage>> ours, Func<Task<HttpResponseMessage>> theirs)
    {
        List<(Leg Product, Leg Floor)> rounds = [];
        for (var round = 0; round < Rounds; round++) rounds.Add((await Load.Run(1, Alone, ours), await Load.Run(1, Alone, theirs)));
        Console.WriteLine($"{name} with one caller: product {Text(Middle(rounds.Select(r => r.Product)))}; floor {Text(Middle(rounds.Select(r => r.Floor)))}");
    }

    static Leg Middle(IEnumerable<Leg> legs) => new(Figures.Median(legs.Select(l => l.PerSecond)), Figures.Median(legs.Select(l => l.P50)), Figures.Median(legs.Select(l => l.P95)), Figures.Median(legs.Select(l => l.P99)));

    static string Text(Leg leg) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{leg.PerSecond:0}/s p50 {leg.P50:0.0} p99 {leg.P99:0.0} ms");

    double started;

    async Task StartAgain(Dictionary<string, string?> settings)
    {
        List<double> times = [];
        for (var round = 0; round < Rounds; round++)
        {
            using var again = await ProductProcess.Start(settings, company.Estate.Company.Slug + "/", company.Estate.Resident);
            times.Add(again.Started.TotalSeconds);
        }
        Console.WriteLine($"second start to the resident's first page: {string.Join(", ", times.Select(t => t.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))} s");
        started = Figures.Median(times);
    }

    double? peak, people;
    IReadOnlyList<(string Name, double Value)> million = [];

    // Its own process, so that neither callers nor floor count.
    async Task Peak(Dictionary<string, string?> settings)
    {
        using var alone = await ProductProcess.Start(settings, company.Estate.Company.Slug + "/", company.Estate.Resident);
        using var client = BenchCompany.Client($"{alone.Url}{company.Estate.Company.Slug}/api/v1/", company.Estate.Dispatcher);
        await Load.Run(Callers, WarmUp, () => client.SendAsync(company.Report()));
        var report = await Load.Run(Callers, Leg, () => client.SendAsync(company.Report()));
        var list = await Load.Run(Callers, Leg, () => client.GetAsync("tickets"));
        peak = alone.PeakMegabytes();
        Console.WriteLine($"in a process of its own: report {Text(report)}; list {Text(list)}");
    }

    void Say(Comparison list, Comparison full, Comparison report)
    {
        Figures.Say("report_vs_floor", report.Ratio);
        Figures.Say("report_per_s", report.Product.PerSecond);
        Figures.Say("report_p50_ms_c32", report.Product.P50);
        Figures.Say("report_p99_ms_c32", report.Product.P99);
        Figures.Say("list_vs_floor", list.Ratio);
        Figures.Say("list_per_s", list.Product.PerSecond);
        Figures.Say("list_p50_ms_c32", list.Product.P50);
        Figures.Say("list_p99_ms_c32", list.Product.P99);
        Figures.Say("list_112k_per_s", full.Product.PerSecond);
        if (peak is { } megabytes) Figures.Say("server_peak_mb", megabytes);
        else Figures.Missing("server_peak_mb", "the system does not tell the peak of a process");
        Figures.Say("second_start_s", started);
        foreach (var (name, kilobytes) in weights) Figures.Say(name, kilobytes);
        foreach (var (name, value) in million) Figures.Say(name, value);
        if (people is { } added) Figures.Say("idle_1000_people_mb", added);
        else Figures.Missing("idle_1000_people_mb", "the system does not tell the memory of a process");
    }
}
