using Benchmarks;
using Data;
using Testing;

if (args is not ["tickets" or "check"])
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- tickets    the figures");
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- check      only whether the floor still does the same work");
    return 2;
}
// The test server looks for its manifest, which says where the host's files are, in the current folder.
Directory.SetCurrentDirectory(AppContext.BaseDirectory);
var server = await PostgreSqlServer.Start();
if (server is null)
{
    foreach (var name in TicketFigures.All) Figures.Missing(name, "no PostgreSQL was found");
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
else await TicketLoad.Run(server);
return 0;
