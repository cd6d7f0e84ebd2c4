using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Notices.Contracts;
using Platform.Notices;

namespace Notices.Channels;

/// <summary>
/// Text messages through an HTTP gateway. A request is signed with HMAC-SHA256 over method, path, timestamp, nonce and body, one a line, so that
/// nobody on the way can change or repeat it.
/// </summary>
sealed class SmsGateway(IHttpClientFactory http, TimeProvider clock, SmsOptions? options = null) : INoticeChannel, ISmsSender
{
    internal const string Client = "sms";
    const string Messages = "v1/messages";

    sealed record Message(Guid Id, string Phone, string Text);

    sealed record Reply(string? MessageId, string? Message);

    public Channel Channel => Channel.Sms;

    public ValueTask<bool> IsReady(CancellationToken stop) => ValueTask.FromResult(options is not null);

    public string? AddressOf(Recipient recipient) => recipient.Phone;

    public Task<Answer> Send(string address, Letter letter, CancellationToken stop) =>
        Post(new(letter.Id, address, $"{letter.Text}{(letter.Link is { } link ? $" {link}" : "")}"), stop);

    public async Task Send(string phone, string text, CancellationToken stop)
    {
        try
        {
            if (await Post(new(Guid.CreateVersion7(), phone, text), stop) is { Verdict: not Verdict.Accepted } refused) throw new NotSentException(refused.Text);
        }
        catch (HttpRequestException failure)
        {
            throw new NotSentException(failure.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new NotSentException("The gateway does not answer.");
        }
    }

    async Task<Answer> Post(Message message, CancellationToken stop)
    {
        var address = new Uri(options!.Url, Messages);
        var body = JsonSerializer.Serialize(message, JsonSerializerOptions.Web);
        var (at, nonce) = (clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Key", options.Key);
        request.Headers.Add("X-Timestamp", at);
        request.Headers.Add("X-Nonce", nonce);
        request.Headers.Add("X-Signature", Sign(options.Secret, $"POST\n{address.AbsolutePath}\n{at}\n{nonce}\n{body}"));
        request.Headers.Add("Idempotency-Key", message.Id.ToString());

        using var client = http.CreateClient(Client);
        using var response = await client.SendAsync(request, stop);
        var reply = await Read(response, stop);
        return response.IsSuccessStatusCode ? Answer.Accepted(reply?.MessageId ?? "") : Answer.Of(response.StatusCode, reply?.Message ?? "");
    }

    static string Sign(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    static async Task<Reply?> Read(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            return JsonSerializer.Deserialize<Reply>(await response.Content.ReadAsStringAsync(stop), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
