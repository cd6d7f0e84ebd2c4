using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GatewaySimulator;

/// <summary>A text message gateway with signed requests. A number that ends in 0000 does not exist.</summary>
static partial class SmsEndpoints
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    static readonly ConcurrentDictionary<string, bool> Nonces = new(StringComparer.Ordinal);

    sealed record Message(Guid Id, string Phone, string Text);

    internal static void Map(WebApplication app) => app.MapPost("/v1/messages", async (HttpContext http, Mailbox mailbox, Behaviour behaviour, TimeProvider clock, IConfiguration settings) =>
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted);
        if (Wrong(http.Request, body, clock, settings["Sms:Key"] ?? "linli", settings["Sms:Secret"] ?? "sms-secret") is { } why) return Says(401, why);
        if (await behaviour.Refusal() is { } status) return Says(status, "as told");
        if (JsonSerializer.Deserialize<Message>(body, JsonSerializerOptions.Web) is not { } message || !Mobile().IsMatch(message.Phone)) return Says(422, "no such number");

        var taken = mailbox.Take("sms", message.Id.ToString(), message.Phone, message.Text);
        if (behaviour.LosesAnswer()) http.Abort();
        return Results.Ok(new { messageId = "sms-" + taken.Answer });
    });

    static IResult Says(int status, string why) => Results.Json(new { message = why }, statusCode: status);

    static string? Wrong(HttpRequest request, string body, TimeProvider clock, string key, string secret)
    {
        var (at, nonce) = (request.Headers["X-Timestamp"].ToString(), request.Headers["X-Nonce"].ToString());
        if (request.Headers["X-Key"] != key) return "unknown key";
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance) return "wrong time";
        var text = string.Join('\n', request.Method, request.Path, at, nonce, body);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(request.Headers["X-Signature"].ToString()))) return "wrong signature";
        return nonce.Length > 0 && Nonces.TryAdd(nonce, true) ? null : "nonce used before";
    }

    [GeneratedRegex("^1[3-9][0-9]{9}(?<!0000)$")]
    private static partial Regex Mobile();
}
