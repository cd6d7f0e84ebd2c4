using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Benchmarks;

/// <summary>A command as it was sent, so that it can be explained elsewhere.</summary>
sealed record Asked(string Text, IReadOnlyList<NpgsqlParameter> Parameters);

/// <summary>What the product asks the database inside its requests, as it is sent. Work outside requests, such as the outbox, is not listened to.</summary>
sealed partial class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly IHttpContextAccessor http;
    readonly List<Asked> sent = [];
    readonly List<IDisposable> subscriptions = [];

    Statements(TestHost host)
    {
        http = host.Services.GetRequiredService<IHttpContextAccessor>();
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>The commands of one request, in order; a batch is one of them.</summary>
    public static async Task<IReadOnlyList<string>> Of(TestHost host, Func<Task<HttpResponseMessage>> request) => [.. (await Commands(host, request)).Select(a => a.Text)];

    /// <summary>The same with what was asked for.</summary>
    public static async Task<IReadOnlyList<Asked>> Commands(TestHost host, Func<Task<HttpResponseMessage>> request)
    {
        using var statements = new Statements(host);
        using var answer = await request();
        answer.EnsureSuccessStatusCode();
        return statements.sent;
    }

    /// <summary>One short line per statement: verb and first table.</summary>
    public static IReadOnlyList<string> Short(IEnumerable<string> commands) =>
        [.. commands.SelectMany(c => Statement().Matches(c)).Select(m => $"{m.Groups["verb"].Value.Split(' ')[0]} {m.Groups["table"].Value}")];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory) subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (http.HttpContext is null || value.Value is not CommandExecutedEventData executed) return;
        lock (sent) sent.Add(new(Bare(executed.Command.CommandText), [.. executed.Command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
    }

    // Without the line that says for which company it is.
    static string Bare(string command) => command.StartsWith("SET ", StringComparison.Ordinal) ? command[(command.IndexOf('\n') + 1)..] : command;

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());

    const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";

    // Verbs at the start of a line that begins a statement; the table is the innermost first one.
    [GeneratedRegex(@"(?:^|;\s*)(?<verb>SELECT|INSERT INTO|UPDATE|DELETE FROM)\b(?:(?!;).)*?(?:(?<=INSERT INTO|UPDATE)|FROM)\s+\(?(?:SELECT(?:(?!;).)*?FROM\s+)?(?<table>\w+)", RegexOptions.Singleline)]
    private static partial Regex Statement();
}
