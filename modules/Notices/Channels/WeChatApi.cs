using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Notices.Contracts;

namespace Notices.Channels;

/// <summary>
/// The official accounts' API. An account's access token is kept until shortly before it ends; the "stable" way of getting one gives every node the same, where the
/// older one ends the other nodes' token with each new one (developers.weixin.qq.com, getStableAccessToken).
/// </summary>
sealed class WeChatApi(IHttpClientFactory http, TimeProvider clock, WeChatServers servers)
{
    internal const string Client = "wechat";
    const int BadToken = 40001, InvalidToken = 40014, EndedToken = 42001;
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // With the secret: whoever names an account without knowing its secret gets no token of it.
    readonly ConcurrentDictionary<(string AppId, string Secret), Keeper> keepers = [];

    sealed class Keeper
    {
        internal SemaphoreSlim One { get; } = new(1);
        internal (string Text, DateTimeOffset Until)? Token { get; set; }
    }

    sealed record TokenReply([property: JsonPropertyName("access_token")] string? Token, [property: JsonPropertyName("expires_in")] int Seconds, int ErrCode, string? ErrMsg);

    sealed record LoginReply(string? OpenId, int ErrCode, string? ErrMsg);

    /// <summary>What the API answers to everything.</summary>
    internal sealed record Reply(int ErrCode, string? ErrMsg, long MsgId);

    /// <summary>The API says no; see its list of codes.</summary>
    internal sealed class RefusedException(int code, string? text) : Exception($"{code} {text}")
    {
        internal int Code => code;
    }

    /// <summary>Posts with the token; when the API no longer takes it, once more with a fresh one.</summary>
    internal async Task<Reply> Post(WeChatOptions account, string path, object body, CancellationToken stop)
    {
        var used = await Token(account, null, stop);
        var reply = await Once(path, used, body, stop);
        return reply.ErrCode is BadToken or InvalidToken or EndedToken ? await Once(path, await Token(account, (used, reply.ErrCode != EndedToken), stop), body, stop) : reply;
    }

    /// <summary>The open id of whoever agreed on WeChat's page.</summary>
    internal async Task<string> OpenIdOf(WeChatOptions account, string code, CancellationToken stop)
    {
        using var client = http.CreateClient(Client);
        var address = new Uri(servers.Url, $"sns/oauth2/access_token?appid={Uri.EscapeDataString(account.AppId)}&secret={Uri.EscapeDataString(account.Secret)}&code={Uri.EscapeDataString(code)}&grant_type=authorization_code");
        // The API answers JSON as text/plain.
        var reply = JsonSerializer.Deserialize<LoginReply>(await client.GetStringAsync(address, stop), JsonSerializerOptions.Web);
        return reply?.OpenId is { Length: > 0 } id ? id : throw new RefusedException(reply?.ErrCode ?? 0, reply?.ErrMsg);
    }

    async Task<Reply> Once(string path, string with, object body, CancellationToken stop)
    {
        using var client = http.CreateClient(Client);
        using var response = await client.PostAsJsonAsync(new Uri(servers.Url, $"{path}?access_token={Uri.EscapeDataString(with)}"), body, stop);
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<Reply>(await response.Content.ReadAsStringAsync(stop), JsonSerializerOptions.Web) ?? new(-1, null, 0);
    }

    // One asks at a time; whoever waited behind a refused token takes the new one that the other brought.
    async Task<string> Token(WeChatOptions account, (string Text, bool Force)? refused, CancellationToken stop)
    {
        var keeper = keepers.GetOrAdd((account.AppId, account.Secret), _ => new());
        await keeper.One.WaitAsync(stop);
        try
        {
            var now = clock.GetUtcNow();
            if (keeper.Token is { } kept && kept.Until > now && kept.Text != refused?.Text) return kept.Text;

            using var client = http.CreateClient(Client);
            using var response = await client.PostAsJsonAsync(new Uri(servers.Url, "cgi-bin/stable_token"),
                new { grant_type = "client_credential", appid = account.AppId, secret = account.Secret, force_refresh = refused?.Force == true }, stop);
            response.EnsureSuccessStatusCode();
            var reply = JsonSerializer.Deserialize<TokenReply>(await response.Content.ReadAsStringAsync(stop), JsonSerializerOptions.Web);
            if (reply?.Token is not { Length: > 0 } fresh) throw new RefusedException(reply?.ErrCode ?? 0, reply?.ErrMsg);
            var lifetime = TimeSpan.FromSeconds(reply.Seconds);
            keeper.Token = (fresh, now + (lifetime > Margin * 2 ? lifetime - Margin : lifetime / 2));
            return fresh;
        }
        finally
        {
            keeper.One.Release();
        }
    }
}
