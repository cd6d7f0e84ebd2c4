using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Notices.Channels;
using Platform;
using Platform.Notices;
using Web.Access;
using Web.Http;

namespace Notices.Wishes;

/// <summary>Sets what the company tells people by which way unless they say otherwise, and the usual quiet hours.</summary>
sealed record SaveDefaults(int Version, IReadOnlyList<KindChannels>? Kinds, TimeOnly QuietFrom, TimeOnly QuietUntil)
{
    internal sealed record Row(string Kind, string Label, IReadOnlyList<Channel> Channels);

    internal sealed record Current(IReadOnlyList<Channel> Ways, IReadOnlyList<Row> Kinds, TimeOnly QuietFrom, TimeOnly QuietUntil, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/notices", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(NoticePermissions.Settings).WithName("ReadNoticeDefaults").WithTags("Notices");
        api.MapPut("/settings/notices", async Task<Results<NoContent, ProblemHttpResult>> (SaveDefaults body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .RequirePermission(NoticePermissions.Settings).WithName("SaveNoticeDefaults").WithTags("Notices");
    }

    internal sealed class Handler(NoticeKindList kinds, VersionedSettings settings, IEnumerable<INoticeChannel> channels)
    {
        public async Task<Current> Read(CancellationToken stop)
        {
            var (defaults, version) = await settings.Read<NoticeDefaults>(stop);
            return new([.. (await channels.Ready(stop)).Where(c => NoticeWords.ForPeople.Contains(c.Channel)).Select(c => c.Channel).Order()],
                [.. kinds.All.Select(k => new Row(k.Name, Words.T(k.Label), [.. NoticeWords.ForPeople.Where(c => defaults.Has(k.Name, c))]))], defaults.QuietFrom, defaults.QuietUntil, version);
        }

        public async Task<Result<Done>> Run(SaveDefaults command, CancellationToken stop)
        {
            if (DefaultRules.Check(kinds, command.Kinds).Select(p => p.Error).FirstOrDefault() is { } wrong) return wrong;
            var (before, _) = await settings.Read<NoticeDefaults>(stop);
            // Kinds that were not named stay as they are; what is as usual need not be kept.
            var all = (command.Kinds ?? []).Concat(before.Kinds).DistinctBy(k => k.Kind).Select(k => new KindChannels(k.Kind, [.. k.Channels.Distinct().Order()]))
                .Where(k => !k.Channels.SequenceEqual(NoticeDefaults.Usual)).OrderBy(k => k.Kind, StringComparer.Ordinal);
            return await settings.Save(new NoticeDefaults { Kinds = [.. all], QuietFrom = command.QuietFrom, QuietUntil = command.QuietUntil }, command.Version, stop);
        }
    }
}

/// <summary>What defaults must fulfil, wherever they come from.</summary>
static class DefaultRules
{
    internal static readonly Error NoHours = CommonErrors.Invalid("请填写免打扰的开始和结束时间。");

    internal static IEnumerable<(string Place, Error Error)> Check(NoticeKindList kinds, IReadOnlyList<KindChannels>? given)
    {
        for (var i = 0; i < (given?.Count ?? 0); i++)
        {
            if (given![i] is not { Channels: not null } row || kinds.Find(row.Kind) is null) yield return ($"[{i}].kind", CommonErrors.Invalid("没有这类提醒，请刷新后再试。"));
            else if (given.Take(i).Any(g => g.Kind == row.Kind)) yield return ($"[{i}].kind", CommonErrors.Invalid("同一类提醒写了两次。"));
            else if (row.Channels.Any(c => !NoticeWords.ForPeople.Contains(c))) yield return ($"[{i}].channels", CommonErrors.Invalid("提醒方式只能是邮件、短信和微信。"));
        }
    }
}
