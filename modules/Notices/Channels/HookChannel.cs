using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Notices.Hooks;
using Platform.Settings;

namespace Notices.Channels;

/// <summary>Tells a system of the company's own. The signature covers the time and the body, as receivers know it from payment services.</summary>
sealed class HookChannel(IHttpClientFactory http, ICompanySettings settings, CompanySecrets secrets, HookAddresses addresses, TimeProvider clock) : INoticeChannel
{
    internal const string Client = "hook";

    public Channel Channel => Channel.Hook;

    // Needs nobody's account: each company has its own or none.
    public ValueTask<bool> IsReady(CancellationToken stop) => ValueTask.FromResult(true);

    public string? AddressOf(Recipient recipient) => recipient.Hook;

    public async Task<Answer> Send(string address, Letter letter, CancellationToken stop)
    {
        var hook = await settings.Get<NoticeHook>(stop);
        if (addresses.Check(address) is { } wrong) return Answer.Never(wrong.Text);
        if (secrets.Open(NoticeHook.Purpose, hook.Sealed) is not { } secret) return Answer.Never("The secret cannot be read any more.");

        var body = JsonSerializer.Serialize(new
        {
            id = letter.Id,
            @event = letter.Kind,
            at = letter.At,
            company = letter.Slug,
            text = letter.Text,
            link = letter.Link,
            values = letter.Values.GroupBy(v => v.Name).ToDictionary(v => v.Key, v => v.First().Text),
        }, CompanyJson.Options);
        var at = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Linli-Signature", $"t={at},v1={Sign(secret, $"{at}.{body}")}");
        request.Headers.Add("Idempotency-Key", letter.Id.ToString());

        using var client = http.CreateClient(Client);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        return response.IsSuccessStatusCode ? Answer.Accepted(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)) : Answer.Of(response.StatusCode, response.ReasonPhrase ?? "");
    }

    static string Sign(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
