using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Platform.Events;

namespace Cluster.Tests;

/// <summary>Two processes of the product on one PostgreSQL and one Redis, of which one may be killed and another started in its place. The test's own host answers requests and works off nothing.</summary>
sealed class TwoNodes : IDisposable
{
    readonly Dictionary<string, string?> settings;
    readonly TestPerson person;
    readonly ProductProcess[] nodes = new ProductProcess[2];
    int started;

    /// <summary>One after the other: the nodes of one test would work off what another means for its own.</summary>
    internal const string InTurn = "two nodes";

    TwoNodes(Dictionary<string, string?> settings, TestPerson person) => (this.settings, this.person) = (settings, person);

    /// <summary>The test's own host, once its workers are still.</summary>
    internal static async Task<TestHost> QuietHost()
    {
        Assert.SkipWhen(TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is not null, "needs PostgreSQL");
        Assert.SkipWhen(TestServices.Missing("Redis", TestServices.Redis) is not null, "needs Redis");
        var host = TestHost.On(DatabaseProvider.PostgreSql);
        foreach (var worker in host.Services.GetServices<IHostedService>().OfType<TenantTurns>()) await worker.StopAsync(default);
        return host;
    }

    internal static async Task<TwoNodes> Start(TestHost host, TestPerson person, params (string Key, string Value)[] more)
    {
        var settings = ProductProcess.SettingsOf(host);
        settings["Redis"] = TestServices.Redis;
        settings["Companies__ApplyOnStart"] = "false";
        foreach (var (key, value) in more) settings[key] = value;
        var nodes = new TwoNodes(settings, person);
        await Task.WhenAll(nodes.StartNode(0), nodes.StartNode(1));
        return nodes;
    }

    async Task StartNode(int index)
    {
        // The database sees which node it is that asks.
        var own = new Dictionary<string, string?>(settings) { ["Database__App"] = new NpgsqlConnectionStringBuilder(settings["Database__App"]) { ApplicationName = Name(index, Interlocked.Increment(ref started)), MaxPoolSize = 20 }.ToString() };
        nodes[index] = await ProductProcess.Start(own, "sign-in", person);
    }

    /// <summary>Root address of a node.</summary>
    internal string Url => nodes[0].Url;

    static string Name(int index, int start) => $"node-{index}-{start}";

    /// <summary>Kills a node as <c>kill -9</c> does.</summary>
    internal void Kill(int index) => nodes[index].Kill();

    /// <summary>Starts another one where one was killed.</summary>
    internal async Task Replace(int index)
    {
        nodes[index].Dispose();
        await StartNode(index);
    }

    /// <summary>The node whose statement waits for a lock now, or null.</summary>
    internal async Task<int?> WhoWaits()
    {
        await using var connection = new NpgsqlConnection(settings["Database__App"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name LIKE 'node-%' LIMIT 1", connection);
        return await command.ExecuteScalarAsync() is string name ? int.Parse(name.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Makes due now what waits for its time, or for the end of a dead node's lease, a minute; the test does not wait for it.</summary>
    internal static Task Hurry(TestCompany company, System.Linq.Expressions.Expression<Func<OutboxMessage, bool>> which) =>
        company.Read(db => db.Set<OutboxMessage>().Where(which).ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, DateTime.UtcNow)));

    internal static async Task Until(Func<Task<bool>> happened, string what)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(20)) if (await happened()) return;
        throw new TimeoutException($"Within a minute it did not happen that {what}.");
    }

    public void Dispose()
    {
        foreach (var node in nodes) node?.Dispose();
    }
}
