using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Notices.Contracts;

namespace Notices.Channels;

/// <summary>
/// The official account's API. The access token is kept until shortly before it ends; the "stable" way of getting one gives every node the same, where the
/// older one ends the other nodes' token with each new one (developers.weixin.qq.com, getStableAccessToken).
/// </summary>
sealed class WeChatApi(IHttpClientFactory http, TimeProvider clock, WeChatOptions? options = null)
{
    internal const string Client = "wechat";
    const int BadToken = 40001, InvalidToken = 40014, EndedToken = 42001;
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    readonly SemaphoreSlim one = new(1);
    (string Text, DateTimeOffset Until)? token;

    internal WeChatOptions? Options => options;

    sealed record TokenReply([property: JsonPropertyName("access_token")] string? Token, [property: JsonPropertyName("expires_in")] int Seconds, int ErrCode, string? ErrMsg);

    sealed record LoginReply(string? OpenId, int ErrCode, string? ErrMsg);

    /// <summary>What the API answers to everything.</summary>
    internal sealed record Reply(int ErrCode, string? ErrMsg, long MsgId);

    /// <summary>The API says no; see its list of codes.</summary>
    internal sealed class RefusedException(int code, string? text) : Exception($"{code} {text}");

    /// <summary>Posts with the token; when the API no longer takes it, once more with a fresh one.</summary>
    internal async Task<Reply> Post(string path, object body, CancellationToken stop)
    {
        var used = await Token(null, stop);
        var reply = await Once(path, used, body, stop);
        return reply.ErrCode is BadToken or InvalidToken or EndedToken ? await Once(path, await Token((used, reply.ErrCode != EndedToken), stop), body, stop) : reply;
    }

    /// <summary>The open id of whoever agreed on WeChat's page.</summary>
    internal async Task<string> OpenIdOf(string code, CancellationToken stop)
    {
        using var client = http.CreateClient(Client);
        var address = new Uri(options!.Url, $"sns/oauth2/access_token?appid={options.AppId}&secret={options.Secret}&code={Uri.EscapeDataString(code)}&grant_type=authorization_code");
        // The API answers JSON as text/plain.
        var reply = JsonSerializer.Deserialize<LoginReply>(await client.GetStringAsync(address, stop), JsonSerializerOptions.Web);
        return reply?.OpenId is { Length: > 0 } id ? id : throw new RefusedException(reply?.ErrCode ?? 0, reply?.ErrMsg);
    }

    async Task<Reply> Once(string path, string with, object body, CancellationToken stop)
    {
        using var client = http.CreateClient(Client);
        using var response = await client.PostAsJsonAsync(new Uri(options!.Url, $"{path}?access_token={Uri.EscapeDataString(with)}"), body, stop);
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<Reply>(await response.Content.ReadAsStringAsync(stop), JsonSerializerOptions.Web) ?? new(-1, null, 0);
    }

    // One asks at a time; whoever waited behind a refused token takes the new one that the other brought.
    async Task<string> Token((string Text, bool Force)? refused, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            var now = clock.GetUtcNow();
            if (token is { } kept && kept.Until > now && kept.Text != refused?.Text) return kept.Text;

            using var client = http.CreateClient(Client);
            using var response = await client.PostAsJsonAsync(new Uri(options!.Url, "cgi-bin/stable_token"),
                new { grant_type = "client_credential", appid = options.AppId, secret = options.Secret, force_refresh = refused?.Force == true }, stop);
            response.EnsureSuccessStatusCode();
            var reply = JsonSerializer.Deserialize<TokenReply>(await response.Content.ReadAsStringAsync(stop), JsonSerializerOptions.Web);
            if (reply?.Token is not { Length: > 0 } fresh) throw new RefusedException(reply?.ErrCode ?? 0, reply?.ErrMsg);
            var lifetime = TimeSpan.FromSeconds(reply.Seconds);
            token = (fresh, now + (lifetime > Margin * 2 ? lifetime - Margin : lifetime / 2));
            return fresh;
        }
        finally
        {
            one.Release();
        }
    }
}
