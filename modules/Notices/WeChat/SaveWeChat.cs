using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform;
using Web.Access;
using Web.Http;

namespace Notices.WeChat;

/// <summary>Names the company's own official account; an empty one leaves the platform's.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="AppId">The account; empty for none.</param>
/// <param name="Secret">Its secret; empty to keep the one that is there. It is never shown again.</param>
/// <param name="Template">The message template.</param>
/// <param name="TextField">The template's field for the words.</param>
/// <param name="TimeField">The template's field for the time.</param>
sealed partial record SaveWeChat(int Version, string? AppId, string? Secret, string? Template, string? TextField, string? TimeField)
{
    /// <param name="AppId">The account; empty for none.</param>
    /// <param name="HasSecret">True when a secret is there and can be read.</param>
    /// <param name="Template">The message template.</param>
    /// <param name="TextField">The template's field for the words.</param>
    /// <param name="TimeField">The template's field for the time.</param>
    /// <param name="HasPlatforms">True when the platform has an account for companies without.</param>
    /// <param name="Version">For the next save.</param>
    internal sealed record Current(string AppId, bool HasSecret, string Template, string TextField, string TimeField, bool HasPlatforms, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/notices/wechat", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(NoticePermissions.Settings).WithName("ReadNoticeWeChat").WithTags("Notices");
        api.MapPut("/settings/notices/wechat", async Task<Results<NoContent, ProblemHttpResult>> (SaveWeChat body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .RequirePermission(NoticePermissions.Settings).WithName("SaveNoticeWeChat").WithTags("Notices");
    }

    internal sealed partial class Handler(VersionedSettings settings, CompanySecrets secrets, WeChatAccount account)
    {
        static readonly Error NoSecret = new(ErrorKind.Invalid, "notices/wechat-secret", "请填写这个公众号的 AppSecret。");
        static readonly Error BadSecret = new(ErrorKind.Invalid, "notices/wechat-secret", "AppSecret 由 8 到 128 个字母和数字组成，请检查有没有多复制。");
        static readonly Error BadApp = new(ErrorKind.Invalid, "notices/wechat-app", "AppId 以 wx 开头，由字母和数字组成。");
        static readonly Error BadTemplate = new(ErrorKind.Invalid, "notices/wechat-template", "请填写模板编号，只有字母、数字、横线和下划线。");
        static readonly Error BadField = new(ErrorKind.Invalid, "notices/wechat-field", "字段名照模板里的写，例如 thing1、time2。");

        public async Task<Current> Read(CancellationToken stop)
        {
            var (own, version) = await settings.Read<NoticeWeChat>(stop);
            return new(own.AppId, secrets.Open(NoticeWeChat.Purpose, own.Sealed) is not null, own.Template, own.TextField, own.TimeField, account.HasPlatforms, version);
        }

        public async Task<Result<Done>> Run(SaveWeChat command, CancellationToken stop)
        {
            var app = command.AppId?.Trim() ?? "";
            if (app.Length == 0) return await settings.Save(new NoticeWeChat(), command.Version, stop);
            var (secret, template) = (command.Secret?.Trim() ?? "", command.Template?.Trim() ?? "");
            var (text, time) = (command.TextField?.Trim() is { Length: > 0 } t ? t : new NoticeWeChat().TextField, command.TimeField?.Trim() is { Length: > 0 } at ? at : new NoticeWeChat().TimeField);
            if (!App().IsMatch(app)) return BadApp;
            if (secret.Length > 0 && !Secret().IsMatch(secret)) return BadSecret;
            if (!Template().IsMatch(template)) return BadTemplate;
            if (!Field().IsMatch(text) || !Field().IsMatch(time) || text == time) return BadField;

            var (before, _) = await settings.Read<NoticeWeChat>(stop);
            if (secret.Length == 0 && (before.AppId != app || secrets.Open(NoticeWeChat.Purpose, before.Sealed) is null)) return NoSecret;
            var sealing = secret.Length > 0 ? secrets.Seal(NoticeWeChat.Purpose, secret) : before.Sealed;
            return await settings.Save(new NoticeWeChat { AppId = app, Sealed = sealing, Template = template, TextField = text, TimeField = time }, command.Version, stop);
        }

        [GeneratedRegex("^wx[A-Za-z0-9_-]{2,38}$")]
        private static partial Regex App();

        [GeneratedRegex("^[A-Za-z0-9_-]{8,128}$")]
        private static partial Regex Secret();

        [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
        private static partial Regex Template();

        [GeneratedRegex("^[a-z_]{1,30}[0-9]{0,2}$")]
        private static partial Regex Field();
    }
}
