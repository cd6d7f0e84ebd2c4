namespace GatewaySimulator;

/// <summary>
/// Stands in for a text message gateway, the WeChat API, a company's own system and a mail server, over real HTTP and SMTP, for development and tests. It takes nothing on trust:
/// signatures, times and tokens are checked as the real ones do. <c>GET /received</c> shows what it took, <c>POST /control</c> makes it misbehave.
/// </summary>
public static class SimulatorApp
{
    /// <summary>The app; its settings are <c>Sms:Key</c>, <c>Sms:Secret</c>, <c>WeChat:AppId</c>, <c>WeChat:Secret</c>, <c>WeChat:Template</c>, <c>WeChat:Others:{AppId}:Secret|Template</c>, <c>Hook:Secret</c>, <c>Smtp:Port</c>.</summary>
    public static WebApplication Build(string[] args, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? "http://127.0.0.1:5090");
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<Mailbox>();
        builder.Services.AddSingleton<Behaviour>();
        builder.Services.AddSingleton<WeChatTokens>();
        builder.Services.AddSingleton<MailServer>();
        builder.Services.AddHostedService(p => p.GetRequiredService<MailServer>());
        var app = builder.Build();
        app.MapGet("/received", (Mailbox mailbox) => mailbox.All);
        app.MapGet("/control", (Behaviour behaviour) => behaviour.Now);
        app.MapPost("/control", (Orders orders, Behaviour behaviour, WeChatTokens tokens) =>
        {
            behaviour.Now = orders;
            if (orders.EndTokens) tokens.EndAll();
            return behaviour.Now;
        });
        app.MapGet("/", () => "GET /received, POST /control {\"refuse\":2,\"status\":503,\"slowMilliseconds\":0,\"lose\":0,\"endTokens\":false}");
        SmsEndpoints.Map(app);
        WeChatEndpoints.Map(app);
        HookEndpoint.Map(app);
        return app;
    }
}
