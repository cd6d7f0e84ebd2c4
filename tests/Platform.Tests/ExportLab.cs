using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Access;
using Platform.Exports;
using Platform.Tenancy;
using Web.Exports;

namespace Platform.Tests;

/// <summary>What the shelf of a company's list holds: how many rows there seem to be, and the rows.</summary>
sealed class Shelf
{
    internal Func<int> Count { get; set; } = () => 1;
    internal Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows { get; set; } = _ => Of([["一行", 1, 1m, new DateOnly(2026, 1, 1), DateTime.UnixEpoch]]);
    /// <summary>How often somebody began to read.</summary>
    internal int Begun;

    internal static async IAsyncEnumerable<object?[]> Of(IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }

    /// <summary>One row, and then nothing until <paramref name="gate"/> opens.</summary>
    internal static async IAsyncEnumerable<object?[]> Held(Task gate, [EnumeratorCancellation] CancellationToken stop = default)
    {
        yield return ["先到的", 1, null, null, null];
        await gate.WaitAsync(stop);
        yield return ["后到的", 2, null, null, null];
    }
}

/// <summary>The shelves of all companies.</summary>
sealed class Shelves
{
    readonly ConcurrentDictionary<Guid, Shelf> all = [];

    internal Shelf Of(Guid company) => all.GetOrAdd(company, _ => new());
}

/// <summary>A list of every sort of cell, whose rows a test decides.</summary>
sealed class LabKind(Shelves shelves, ICurrentTenant tenant, ICurrentPerson person) : IExportKind
{
    public string Name => "lab.rows";
    public string Permission => "tickets.assign";
    public string Title => "工单";
    public IReadOnlyList<ExportColumn> Columns { get; } =
        [new("描述"), new("催单次数", ExportCell.Number), new("合计", ExportCell.Money), new("起始日期", ExportCell.Date), new("提交时间", ExportCell.Moment)];

    public Task<Result<ExportPlan>> Plan(string parameters, CancellationToken stop)
    {
        person.Required.May(Permission).ShouldBeTrue();
        if (parameters.Contains("bad", StringComparison.Ordinal)) return Task.FromResult<Result<ExportPlan>>(CommonErrors.Invalid("看不懂"));
        var shelf = shelves.Of(tenant.Id);
        return Task.FromResult<Result<ExportPlan>>(new ExportPlan(parameters, "试验", (most, _) => Task.FromResult(Math.Min(most, shelf.Count())), s =>
        {
            Interlocked.Increment(ref shelf.Begun);
            return shelf.Rows(s);
        }));
    }
}

/// <summary>A host whose list is the lab's, with a company and somebody who may export.</summary>
sealed class ExportLab : IAsyncDisposable
{
    ExportLab(TestHost host, TestCompany company, TestPerson person) => (Host, Company, Person) = (host, company, person);

    internal TestHost Host { get; }
    internal TestCompany Company { get; }
    internal TestPerson Person { get; }
    internal Shelf Shelf => ShelfOf(Company);

    internal static async Task<ExportLab> New(DatabaseProvider provider = DatabaseProvider.Sqlite, params (string, string)[] settings)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        var host = TestHost.With(s => s.AddSingleton<Shelves>().AddScoped<IExportKind, LabKind>(), provider, [("Exports:MostOfPerson", "3"), ("Exports:MostOfCompany", "30"), .. settings]);
        var company = await TestCompany.New(host);
        return new(host, company, await Exporter(company));
    }

    internal static Task<TestPerson> Exporter(TestCompany company) => company.Person("沈佳", ("tickets.assign", DataScope.All));

    internal Shelf ShelfOf(TestCompany company) => Host.Services.GetRequiredService<Shelves>().Of(company.Id);

    internal static Task<HttpResponseMessage> Ask(TestPerson person, object? parameters = null, string? key = null) =>
        person.Client.Post("api/v1/exports", new { kind = "lab.rows", parameters = parameters ?? new { } }, key);

    internal async Task<Guid> Asked(object? parameters = null) => await (await Ask(Person, parameters)).ShouldBeMade();

    internal Task<Export> Row(Guid id) => Company.Read(db => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id));

    internal async Task<Export> Until(Guid id, Func<Export, bool> as_, TestCompany? of = null)
    {
        for (var i = 0; i < 400; i++)
        {
            var row = await (of ?? Company).Read(db => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id));
            if (as_(row)) return row;
            await Task.Delay(50);
        }
        var last = await Row(id);
        throw new TimeoutException($"It is {last.State} in run {last.Runs}: {last.Problem}");
    }

    internal Task<Export> Done(Guid id) => Until(id, e => e.State == ExportState.Done);

    /// <summary>A row as it is while a node has it that is not of this host, until <paramref name="due"/>.</summary>
    internal async Task<Guid> Elsewhere(DateTime due, int runs = 1, int slot = 1, Guid? account = null, string parameters = "{}")
    {
        var id = Guid.Empty;
        await Company.Change((services, db) =>
        {
            var kind = services.GetServices<IExportKind>().Single(k => k.Name == "lab.rows");
            var export = new Export(account ?? Person.AccountId, kind, parameters, "试验", "zh-CN", slot, Now) { State = runs == 0 ? ExportState.Waiting : ExportState.Running, Runs = runs, DueAt = due };
            id = export.Id;
            db.Add(export);
            return Task.CompletedTask;
        });
        return id;
    }

    internal DateTime Now => Host.Clock.GetUtcNow().UtcDateTime;

    internal ExportWorker AnotherNode() => ActivatorUtilities.CreateInstance<ExportWorker>(Host.Services);

    /// <summary>Names of the files of the company's exports.</summary>
    internal IReadOnlyList<string> Files
    {
        get
        {
            var folder = Path.Combine(Host.Folder, "files", Company.Id.ToString("N"), "exports");
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];
        }
    }

    /// <summary>Works off the outbox until nothing is due.</summary>
    internal async Task Settle()
    {
        var worker = Host.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single();
        for (var i = 0; i < 200; i++)
        {
            await worker.Turn(Company.Id, default);
            var now = Now.AddMinutes(2);
            if (!await Company.Read(db => db.Set<Platform.Events.OutboxMessage>().AnyAsync(m => m.DueAt <= now))) return;
            await Task.Delay(50);
        }
        Assert.Fail("Something is still due.");
    }

    /// <summary>The file, as it comes.</summary>
    internal static async Task<byte[]> File(TestPerson person, Guid id)
    {
        using var answer = await person.Client.GetAsync($"api/v1/exports/{id}/file");
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The sheet of a file as its XML.</summary>
    internal static string Xml(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.Entries.Single(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
