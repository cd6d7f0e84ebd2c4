using System.Security.Cryptography;
using System.Text;

namespace GatewaySimulator;

/// <summary>A company's own system. The secret is <c>Hook:Secret</c>, or anything while that is empty.</summary>
static class HookEndpoint
{
    internal static void Map(WebApplication app)
    {
        app.MapPost("/hook", Take);
        app.MapPost("/moved", () => Results.Redirect("/hook", preserveMethod: true));
    }

    static async Task<IResult> Take(HttpContext http, Mailbox mailbox, Behaviour behaviour, IConfiguration settings)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted);
        if (settings["Hook:Secret"] is { Length: > 0 } secret && !IsSigned(http.Request.Headers["Linli-Signature"].ToString(), body, secret)) return Results.StatusCode(401);
        if (await behaviour.Refusal() is { } status) return Results.StatusCode(status);
        _ = mailbox.Take("hook", http.Request.Headers["Idempotency-Key"].ToString(), http.Request.Path, body);
        if (behaviour.LosesAnswer()) http.Abort();
        return Results.NoContent();
    }

    static bool IsSigned(string header, string body, string secret)
    {
        var parts = header.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        if (!parts.TryGetValue("t", out var at) || !parts.TryGetValue("v1", out var signature)) return false;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature));
    }
}
