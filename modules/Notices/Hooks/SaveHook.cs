using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform;
using Platform.Notices;
using Web.Access;
using Web.Http;

namespace Notices.Hooks;

/// <summary>Names the company's own system that hears of notices; an empty address ends it.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="Url">Address; empty for none.</param>
/// <param name="Kinds">Kinds that are told; none for all.</param>
/// <param name="NewSecret">Draws a new secret; the old one ends at once.</param>
sealed record SaveHook(int Version, string? Url, IReadOnlyList<string>? Kinds, bool NewSecret)
{
    internal sealed record Current(string Url, string? Secret, IReadOnlyList<string> Kinds, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/notices/hook", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(NoticePermissions.Settings).WithName("ReadNoticeHook").WithTags("Notices");
        api.MapPut("/settings/notices/hook", async Task<Results<NoContent, ProblemHttpResult>> (SaveHook body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .RequirePermission(NoticePermissions.Settings).WithName("SaveNoticeHook").WithTags("Notices");
    }

    internal sealed class Handler(VersionedSettings settings, CompanySecrets secrets, HookAddresses addresses, NoticeKindList kinds)
    {
        const int Longest = 300;

        public async Task<Current> Read(CancellationToken stop)
        {
            var (hook, version) = await settings.Read<NoticeHook>(stop);
            return new(hook.Url, secrets.Open(NoticeHook.Purpose, hook.Sealed), hook.Kinds, version);
        }

        public async Task<Result<Done>> Run(SaveHook command, CancellationToken stop)
        {
            var url = command.Url?.Trim() ?? "";
            if (url.Length > Longest) return CommonErrors.Invalid("网址最长 {0} 个字符。", Longest);
            if (url.Length > 0 && addresses.Check(url) is { } wrong) return wrong;
            if ((command.Kinds ?? []).Any(k => k is null || kinds.Find(k) is null)) return CommonErrors.Invalid("没有这类提醒，请刷新后再试。");

            var (before, _) = await settings.Read<NoticeHook>(stop);
            var sealing = command.NewSecret || secrets.Open(NoticeHook.Purpose, before.Sealed) is null ? secrets.Seal(NoticeHook.Purpose, NoticeHook.NewSecret()) : before.Sealed;
            return await settings.Save(new NoticeHook { Url = url, Sealed = url.Length == 0 ? "" : sealing, Kinds = [.. (command.Kinds ?? []).Distinct().Order(StringComparer.Ordinal)] }, command.Version, stop);
        }
    }
}
