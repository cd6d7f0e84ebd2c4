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

    /// <summary>A database of that name, which the product uses under a plain role and its owner migrates. The first is the product's connection, the second the owner's.</summary>
    public static (string App, string Owner) NewPostgreSqlDatabase(string name, int maxPoolSize)
    {
        // Several test processes start at once.
        Admin("DO $$ BEGIN CREATE ROLE linli_app LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        Admin($"CREATE DATABASE {name}");
        var owner = new NpgsqlConnectionStringBuilder(PostgreSql!) { Database = name, MaxPoolSize = maxPoolSize };
        return (new NpgsqlConnectionStringBuilder(owner.ToString()) { Username = "linli_app", Password = null }.ToString(), owner.ToString());
    }

    /// <summary>Says something to the PostgreSQL server as its administrator.</summary>
    public static void Admin(string sql)
    {
        using var connection = new NpgsqlConnection(PostgreSql);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

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
