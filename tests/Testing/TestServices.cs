using Npgsql;

namespace Testing;

/// <summary>
/// Real services that tests use when they find them. <c>LINLI_TEST_POSTGRES</c>, <c>LINLI_TEST_REDIS</c>, <c>LINLI_TEST_AZURITE</c> and <c>LINLI_TEST_CHROMIUM</c>
/// name them; without the variables the usual local places are tried. With <c>LINLI_REQUIRE_SERVICES=1</c> a missing one fails instead of skipping.
/// </summary>
public static class TestServices
{
    static readonly bool Required = Environment.GetEnvironmentVariable("LINLI_REQUIRE_SERVICES") == "1";
    static readonly Lazy<string?> FoundPostgreSql = new(FindPostgreSql);

    /// <summary>Connection string of a PostgreSQL server on which databases may be created, or null.</summary>
    public static string? PostgreSql => FoundPostgreSql.Value;

    /// <summary>Address of a Redis server, or null.</summary>
    public static string? Redis => Environment.GetEnvironmentVariable("LINLI_TEST_REDIS");

    /// <summary>Connection string of an Azurite blob server, or null.</summary>
    public static string? Azurite => Environment.GetEnvironmentVariable("LINLI_TEST_AZURITE");

    /// <summary>Path of Chromium, or null.</summary>
    public static string? Chromium => new[] { Environment.GetEnvironmentVariable("LINLI_TEST_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(p => p is not null && File.Exists(p));

    /// <summary>Null when the service is there; otherwise why the test is skipped, or, when services are required, a failure.</summary>
    public static string? Missing(string name, string? found)
    {
        if (found is not null) return null;
        var why = $"{name} was not found; this test needs a real one.";
        return Required ? throw new InvalidOperationException(why + " LINLI_REQUIRE_SERVICES=1 forbids skipping.") : why;
    }

    static string? FindPostgreSql()
    {
        var connection = Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") ?? "Host=127.0.0.1;Port=5432;Username=postgres;Timeout=2";
        try
        {
            using var probe = new NpgsqlConnection(connection);
            probe.Open();
            return connection;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return null;
        }
    }
}
