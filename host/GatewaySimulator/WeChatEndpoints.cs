using System.Collections.Concurrent;
using System.Text.Json;

namespace GatewaySimulator;

/// <summary>Access tokens: one at a time for each account, which everybody gets who asks the stable way.</summary>
public sealed class WeChatTokens(TimeProvider clock)
{
    const int Seconds = 7200;

    readonly Lock one = new();
    readonly HashSet<string> ended = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Text, DateTimeOffset Until)> current = new(StringComparer.Ordinal);

    /// <summary>How often a new token was made.</summary>
    public int Made { get; private set; }

    /// <summary>The account's token and how long it lasts.</summary>
    public (string Text, int Seconds) Get(string app, bool fresh)
    {
        lock (one)
        {
            if (fresh || !current.TryGetValue(app, out var now) || now.Until <= clock.GetUtcNow())
            {
                if (current.TryGetValue(app, out var before)) ended.Add(before.Text);
                current[app] = now = ($"token-{++Made}-{Guid.NewGuid():N}", clock.GetUtcNow().AddSeconds(Seconds));
            }
            return (now.Text, (int)(now.Until - clock.GetUtcNow()).TotalSeconds);
        }
    }

    /// <summary>Whose token it is, and 0 or the code for what is wrong with it.</summary>
    public (string? App, int Code) Check(string token)
    {
        lock (one)
        {
            var (app, now) = current.FirstOrDefault(c => c.Value.Text == token);
            return app is null ? (null, ended.Contains(token) ? 42001 : 40001) : (app, now.Until > clock.GetUtcNow() ? 0 : 42001);
        }
    }

    /// <summary>Ends the token before its time.</summary>
    public void EndAll()
    {
        lock (one)
        {
            ended.UnionWith(current.Values.Select(c => c.Text));
            current.Clear();
        }
    }
}

/// <summary>The parts of the official account's API that the product uses. Everybody agrees at once on the page that asks.</summary>
static class WeChatEndpoints
{
    static readonly ConcurrentDictionary<string, string> Codes = new(StringComparer.Ordinal);

    sealed record TokenRequest(string? Grant_type, string? Appid, string? Secret, bool Force_refresh);

    internal static void Map(WebApplication app)
    {
        app.MapPost("/cgi-bin/stable_token", (TokenRequest asked, WeChatTokens tokens, IConfiguration settings) => Token(asked.Appid, asked.Secret, asked.Force_refresh, tokens, settings));
        app.MapGet("/cgi-bin/token", (string? appid, string? secret, WeChatTokens tokens, IConfiguration settings) => Token(appid, secret, true, tokens, settings));
        app.MapPost("/cgi-bin/message/template/send", Send);
        app.MapGet("/connect/oauth2/authorize", (string redirect_uri, string? state) =>
        {
            var code = Guid.NewGuid().ToString("N");
            Codes[code] = "o" + Guid.NewGuid().ToString("N")[..27];
            return Results.Redirect($"{redirect_uri}{(redirect_uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={code}&state={Uri.EscapeDataString(state ?? "")}");
        });
        // The real one says text/plain, too.
        app.MapGet("/sns/oauth2/access_token", (string? appid, string? secret, string? code, IConfiguration settings) =>
            Results.Text(Knows(appid, secret, settings) && code is not null && Codes.TryRemove(code, out var openId)
                ? JsonSerializer.Serialize(new { access_token = "web", expires_in = 7200, openid = openId, scope = "snsapi_base" }) : JsonSerializer.Serialize(new { errcode = 40029, errmsg = "invalid code" }), "text/plain"));
    }

    // The platform's account, and those of companies under WeChat:Others.
    static string? Setting(string? app, string name, string usual, IConfiguration settings) =>
        app == (settings["WeChat:AppId"] ?? "wx-linli") ? settings["WeChat:" + name] ?? usual : app is null ? null : settings[$"WeChat:Others:{app}:{name}"];

    static bool Knows(string? app, string? secret, IConfiguration settings) => Setting(app, "Secret", "wechat-secret", settings) is { } known && known == secret;

    static IResult Token(string? app, string? secret, bool fresh, WeChatTokens tokens, IConfiguration settings)
    {
        if (!Knows(app, secret, settings)) return Says(40125, "invalid appsecret");
        var (text, seconds) = tokens.Get(app!, fresh);
        return Results.Ok(new { access_token = text, expires_in = seconds });
    }

    static async Task<IResult> Send(HttpContext http, string? access_token, JsonElement body, Mailbox mailbox, Behaviour behaviour, WeChatTokens tokens, IConfiguration settings)
    {
        if (tokens.Check(access_token ?? "") is var (app, code) && code != 0) return Says(code, code == 42001 ? "access_token expired" : "invalid credential");
        if (await behaviour.Refusal() is { } status) return status >= 500 ? Says(-1, "system error") : Says(status, "as told");
        var to = body.GetProperty("touser").GetString() ?? "";
        if (to is not ['o', ..]) return Says(40003, "invalid openid");
        if (body.GetProperty("template_id").GetString() != Setting(app, "Template", "template-1", settings)) return Says(40037, "invalid template_id");

        var id = body.TryGetProperty("client_msg_id", out var given) ? given.GetString() ?? "" : Guid.NewGuid().ToString();
        var text = string.Join(" | ", body.GetProperty("data").EnumerateObject().Select(p => p.Value.GetProperty("value").GetString()));
        var taken = mailbox.Take("wechat", id, to, text);
        if (behaviour.LosesAnswer()) http.Abort();
        return Results.Ok(new { errcode = 0, errmsg = "ok", msgid = long.Parse(taken.Answer, System.Globalization.CultureInfo.InvariantCulture) });
    }

    static IResult Says(int code, string text) => Results.Ok(new { errcode = code, errmsg = text });
}
