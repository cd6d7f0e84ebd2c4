using System.Collections.Concurrent;
using System.Text.Json;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Platform.Events;
using Platform.Notices;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Who complains without a name leaves none behind: on a host whose every log line is kept and whose outbox stands still until asked.</summary>
public sealed class AnonymityTests : IAsyncLifetime
{
    sealed class Lines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;
        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Written.Enqueue(state.ToString() ?? "");
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Enqueue($"{formatter(state, exception)} {exception}");
        public void Dispose() { }
    }

    readonly Lines lines = new();
    readonly TestHost host;
    Estate estate = null!;
    string[] secrets = [];

    public AnonymityTests() => host = TestHost.With(services =>
    {
        services.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider>(lines);
        services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Clear();
            filter.MinLevel = LogLevel.Trace;
        });
    });

    public async ValueTask InitializeAsync()
    {
        estate = await Estate.Build(host: host);
        var home = await estate.Company.In(s => s.GetRequiredService<IPlaces>().Find(estate.Home, PlaceKind.Unit));
        // Chinese words stand in JSON as they are or escaped.
        string[] plain = [estate.Resident.Name, estate.Resident.Phone, home!.Label, estate.Home.ToString()];
        secrets = [.. plain, .. plain.Select(s => JsonEncodedText.Encode(s).Value)];
        await estate.Still();
        lines.Written.Clear();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Neither_logs_nor_messages_nor_notices_nor_exports_say_who_complained()
    {
        var id = await Complain(anonymous: true);
        var messages = await estate.Company.Read(db => db.Set<OutboxMessage>().Select(m => m.Payload).ToListAsync());
        messages.Count(m => m.Contains(id.ToString(), StringComparison.Ordinal)).ShouldBeGreaterThan(3);
        NoneSays(messages, "a message of the outbox");

        await estate.WorkOff();
        await Answer(id);
        await estate.WorkOff();
        var notices = await estate.Company.Read(db => db.Set<Notice>().AsNoTracking().ToListAsync());
        notices.Select(n => n.AccountId).Distinct().ShouldBe([estate.Resident.AccountId, estate.Dispatcher.AccountId, estate.Manager.AccountId, estate.Plumber.AccountId], ignoreOrder: true);
        NoneSays(notices.Select(n => $"{n.Text} {n.ValuesJson} {n.Link}"), "a notice");

        var file = System.Text.Encoding.UTF8.GetString(await ExportTests.Unzipped(await ExportTests.File(estate, estate.Manager, new { kind = "complaint" })));
        file.ShouldContain("楼下垃圾三天没人收");
        NoneSays([file], "the export");

        lines.Written.ShouldContain(l => l.Contains($"api/v1/tickets/{id}/urge", StringComparison.Ordinal), "no log line was kept");
        NoneSays(lines.Written, "a log line");
    }

    [Fact]
    public async Task Who_gives_a_name_is_in_no_log_line_or_message_either_and_is_told_apart_in_the_rows()
    {
        var id = await Complain(anonymous: false);
        await estate.WorkOff();

        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => new { t.ContactName, t.ContactPhone, t.UnitId }).SingleAsync())).ShouldBe(new { ContactName = estate.Resident.Name, ContactPhone = estate.Resident.Phone, UnitId = (Guid?)estate.Home });
        NoneSays(lines.Written, "a log line");
    }

    async Task<Guid> Complain(bool anonymous)
    {
        var leaf = await estate.Category("c-rubbish");
        var photo = await (await estate.Resident.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, unitId = estate.Home, description = "楼下垃圾三天没人收", files = new[] { photo }, anonymous })).ShouldBeMade();
        (await estate.Do(estate.Resident, id, "comment", new { note = "今天又来了" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "urge")).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Resident, id, "urge")).ShouldBeProblem(422, "tickets/urged-just-now");
        return id;
    }

    // As far as the resident's judgement, which the managers call back about.
    async Task Answer(Guid id)
    {
        (await estate.Do(estate.Manager, id, "assign", new { staffId = estate.PlumberId, note = "请查一下" })).EnsureSuccessStatusCode();
        await estate.WorkOff();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "complete", new { note = "已经清理" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "rate", new { speed = 1, result = 1, attitude = 1, comment = "还是脏" })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Resident, id, "reopen", new { note = "还是老样子" })).EnsureSuccessStatusCode();
    }

    void NoneSays(IEnumerable<string> texts, string what)
    {
        foreach (var text in texts)
            foreach (var secret in secrets) text.ShouldNotContain(secret, Case.Insensitive, what);
    }
}
