using Benchmarks;
using Data;
using Testing;

if (args is not (["tickets" or "check" or "companies"] or ["companies", _]) || (args.Length > 1 && !int.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- tickets    the figures");
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- companies [rows]    packages of a company of so many rows, 300,000 unless said");
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- check      only whether the floor still does the same work");
    return 2;
}
// The test server looks for its manifest, which says where the host's files are, in the current folder.
Directory.SetCurrentDirectory(AppContext.BaseDirectory);
var server = await PostgreSqlServer.Start();
if (server is null)
{
    foreach (var name in args[0] == "companies" ? CompanyLoad.All : TicketFigures.All) Figures.Missing(name, "no PostgreSQL was found");
    return 0;
}
Environment.SetEnvironmentVariable("LINLI_TEST_POSTGRES", server.Connection);
try
{
    TestHost.On(DatabaseProvider.PostgreSql);
}
finally
{
    // After the host's own handler, which drops its database.
    AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
}
if (args[0] == "check") await TicketLoad.Check();
else if (args[0] == "companies") await CompanyLoad.Run(server, args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 300_000);
else await TicketLoad.Run(server);
return 0;
