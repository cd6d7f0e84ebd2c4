using Benchmarks;

if (args is not ["tickets"])
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- tickets");
    return 2;
}
await using var server = await PostgreSqlServer.Start();
if (server is null)
{
    foreach (var name in TicketLoad.Figures) Console.WriteLine($"figure {name} not-measured no PostgreSQL was found");
    return 0;
}
Environment.SetEnvironmentVariable("LINLI_TEST_POSTGRES", server.Connection);
await TicketLoad.Run();
return 0;
