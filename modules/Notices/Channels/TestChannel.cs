using System.Globalization;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Notices.Contracts;
using Notices.Hooks;
using Notices.Sending;
using Platform;
using Platform.Access;
using Platform.Settings;
using Platform.Tenancy;
using Web.Access;
using Web.Http;
using Web.Time;
using static Platform.Words;

namespace Notices.Channels;

/// <summary>Sends one message by one way to whoever asks, or to the company's own system, and says what the provider makes of it.</summary>
sealed record TestChannel(Channel Channel)
{
    /// <param name="Accepted">True when the provider took it.</param>
    /// <param name="Words">What it said, in words.</param>
    internal sealed record Outcome(bool Accepted, string Words);

    internal static void Map(RouteGroupBuilder api) => api
        .MapPost("/settings/notices/test", async Task<Results<Ok<Outcome>, ProblemHttpResult>> (TestChannel body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToOk())
        .RequirePermission(NoticePermissions.Settings).WithName("TestNoticeChannel").WithTags("Notices");

    internal sealed class Handler(AppDb db, ICurrentPerson person, Recipients recipients, IEnumerable<INoticeChannel> channels, ICompanySettings settings, ICurrentTenant tenant, TenantTime time,
        NoticeOptions site, ILogger<Handler> log)
    {
        static readonly Error NotReady = new(ErrorKind.Rejected, "notices/not-ready", "这个方式还没有开通。");
        static readonly Error NoHook = new(ErrorKind.Rejected, "notices/no-hook", "请先填写并保存网址。");
        static readonly Error NoAddress = new(ErrorKind.Rejected, "notices/no-address", "您自己还没有可用的地址：邮箱在“我的”里确认，微信在“提醒方式”里绑定，手机号用验证码登录一次。");
        static readonly Error TooSoon = new(ErrorKind.Rejected, "notices/too-soon", "刚试过一次，请 1 分钟后再试。");

        /// <summary>The ways that can be tried.</summary>
        public async Task<IReadOnlyList<Channel>> Ways(CancellationToken stop)
        {
            var hooked = (await settings.Get<NoticeHook>(stop)).Url.Length > 0;
            return [.. (await channels.Ready(stop)).Select(c => c.Channel).Where(c => c != Channel.Hook || hooked).Order()];
        }

        public async Task<Result<Outcome>> Run(TestChannel command, CancellationToken stop)
        {
            if ((await channels.Ready(stop)).Find(c => c.Channel == command.Channel) is not { } channel) return NotReady;
            var me = person.Required.AccountId;
            var recipient = command.Channel == Channel.Hook ? new Recipient(me, null) { Hook = (await settings.Get<NoticeHook>(stop)).Url } : (await recipients.Of([me], stop)).GetValueOrDefault(me);
            if ((recipient is null ? null : channel.AddressOf(recipient)) is not { Length: > 0 } address) return command.Channel == Channel.Hook ? NoHook : NoAddress;

            var letter = LetterTo();
            if (!await Once(command.Channel, letter.Id, stop)) return TooSoon;
            var answer = await channel.Try(address, letter, log, stop);
            return new Outcome(answer.Verdict == Verdict.Accepted, AnswerWords.Of(command.Channel, answer));
        }

        Letter LetterTo()
        {
            var company = tenant.Required;
            var at = time.Now;
            return new(Guid.CreateVersion7(), "test", company.Name, company.Slug, T("测试：{0} 的提醒能送到这里。", company.Name), site.Site is { } root ? new Uri(root, $"{company.Slug}/me/notices") : null, at,
                time.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), []);
        }

        // The same key in the same minute is a double tap, on whatever node: it makes nothing new.
        async Task<bool> Once(Channel channel, Guid letter, CancellationToken stop)
        {
            var key = $"test:{channel}:{time.Now.Ticks / TimeSpan.TicksPerMinute}";
            return (await db.SaveOnce(person.Required.AccountId, key, key, time.Now, () => Task.FromResult<Result<Guid>>(letter), stop)).Value == letter;
        }
    }
}
