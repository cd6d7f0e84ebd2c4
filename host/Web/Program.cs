using Data;
using Linli;
using Notices.Contracts;
using Web;
using Web.Live;
using Web.Exports;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    if (builder.Environment.IsProduction()) builder.Logging.ClearProviders().AddJsonConsole();
    builder.Services.AddLinli(builder.Configuration);
    builder.Services.AddHostedService<OutboxWorker>();
    builder.Services.AddHostedService<LiveGuard>();
    builder.Services.AddHostedService<ExportWorker>();
    builder.Services.AddNoticeDelivery();

    var app = builder.Build();
    app.UseWeb(LinliHost.Modules);
    await Startup.Prepare(app);
    await app.RunAsync();
    return 0;
}
catch (SettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}

/// <summary>The web host, named for the test server.</summary>
public sealed partial class Program;
