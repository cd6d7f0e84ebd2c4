using System.Security.Cryptography;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notices.Channels;
using Notices.Contracts;
using Notices.Sending;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Web.Access;
using Web.Http;

namespace Notices.WeChat;

/// <summary>
/// Binds the person's WeChat: WeChat asks for agreement on its own page and comes back with a code, which the API turns into the person's open id. The
/// state that travels along says who began, so that nobody can be talked into binding another's WeChat. Accounts are global, and so is the binding, to one official account.
/// </summary>
sealed record BindWeChat(string? Code, string? State)
{
    internal static void Map(RouteGroupBuilder api) => api
        .MapDelete("/notices/wechat", async Task<NoContent> (Handler handler, CancellationToken stop) =>
        {
            await handler.Unbind(stop);
            return TypedResults.NoContent();
        }).WithRule(new OpenToMembersAttribute()).WithName("UnbindWeChat").WithTags("Notices");

    internal sealed class Handler(HostDb host, ICurrentPerson person, ICurrentTenant tenant, WeChatApi api, WeChatAccount account, WeChatServers servers, NoticeOptions site, IDataProtectionProvider protection)
    {
        static readonly Error Ended = new(ErrorKind.Rejected, "notices/wechat-ended", "这次绑定已过期，请再点一次“绑定微信”。");
        static readonly Error Taken = new(ErrorKind.Conflict, "notices/wechat-taken", "这个微信已绑定另一个账户，请先在那个账户里解绑。");
        static readonly Error Unreachable = new(ErrorKind.Rejected, "notices/wechat-unreachable", "微信暂时没有回应，请稍后再试。");
        static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

        Guid Me => person.Required.AccountId;

        ITimeLimitedDataProtector States => protection.CreateProtector("notices.wechat").ToTimeLimitedDataProtector();

        /// <summary>WeChat's page that asks for agreement; null where there is no official account, or nobody knows our address.</summary>
        public async Task<Uri?> Begin(CancellationToken stop)
        {
            if (await account.Of(stop) is not { } options || site.Site is not { } root) return null;
            var back = Uri.EscapeDataString(new Uri(root, $"{tenant.Required.Slug}/me/notices/wechat").ToString());
            var state = States.Protect(Me.ToString("N"), Lifetime);
            return new Uri(servers.OpenUrl, $"connect/oauth2/authorize?appid={Uri.EscapeDataString(options.AppId)}&redirect_uri={back}&response_type=code&scope=snsapi_base&state={Uri.EscapeDataString(state)}#wechat_redirect");
        }

        public async Task<bool> IsBound(CancellationToken stop) => await account.Of(stop) is { } options && await Mine(options).AnyAsync(stop);

        public async Task<Result<Done>> Run(BindWeChat command, CancellationToken stop)
        {
            if (await account.Of(stop) is not { } options || command.Code is not { Length: > 0 and <= 200 } code || !IsMine(command.State)) return Ended;
            string openId;
            try
            {
                openId = await api.OpenIdOf(options, code, stop);
            }
            catch (WeChatApi.RefusedException)
            {
                return Ended;
            }
            catch (HttpRequestException)
            {
                return Unreachable;
            }
            var provider = Recipients.ProviderOf(options);
            var holder = await host.UserLogins.AsNoTracking().SingleOrDefaultAsync(l => l.LoginProvider == provider && l.ProviderKey == openId, stop);
            if (holder is not null) return holder.UserId == Me ? Done.It : Taken;

            await Mine(options).ExecuteDeleteAsync(stop);
            host.UserLogins.Add(new IdentityUserLogin<Guid> { LoginProvider = provider, ProviderKey = openId, ProviderDisplayName = "WeChat", UserId = Me });
            await host.SaveChangesAsync(stop);
            return Done.It;
        }

        public async Task Unbind(CancellationToken stop)
        {
            if (await account.Of(stop) is { } options) await Mine(options).ExecuteDeleteAsync(stop);
        }

        IQueryable<IdentityUserLogin<Guid>> Mine(WeChatOptions options)
        {
            var (me, provider) = (Me, Recipients.ProviderOf(options));
            return host.UserLogins.Where(l => l.UserId == me && l.LoginProvider == provider);
        }

        bool IsMine(string? state)
        {
            try
            {
                return state is { Length: > 0 and <= 1000 } && States.Unprotect(state) == Me.ToString("N");
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
