using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notices.Channels;
using Notices.Sending;
using Platform;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;
using Web.Access;
using Web.Http;

namespace Notices.Wishes;

/// <summary>Sets what the person wants to be told by which way, and when not at all.</summary>
/// <param name="Version">The version that was read; 0 before the first save.</param>
/// <param name="Choices">Switches; those left out follow the company.</param>
/// <param name="QuietFrom">Beginning of the person's quiet hours; null with <paramref name="QuietUntil"/> for the company's.</param>
/// <param name="QuietUntil">Their end; the same as the beginning for none.</param>
sealed record SaveWishes(int Version, IReadOnlyList<Choice>? Choices, TimeOnly? QuietFrom, TimeOnly? QuietUntil)
{
    internal sealed record Switch(Channel Channel, bool On);

    internal sealed record Row(string Kind, string Label, IReadOnlyList<Switch> Channels);

    /// <summary>A way, and whether the person can be reached by it now.</summary>
    internal sealed record Way(Channel Channel, bool Reachable);

    internal sealed record Current(IReadOnlyList<Way> Ways, IReadOnlyList<Row> Kinds, TimeOnly QuietFrom, TimeOnly QuietUntil, bool OwnHours, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/notices/wishes", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .WithRule(new OpenToMembersAttribute()).WithName("ReadNoticeWishes").WithTags("Notices");
        api.MapPut("/notices/wishes", async Task<Results<NoContent, ProblemHttpResult>> (SaveWishes body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .WithRule(new OpenToMembersAttribute()).WithName("SaveNoticeWishes").WithTags("Notices");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, NoticeKindList kinds, WishReader wishes, Recipients recipients, IEnumerable<INoticeChannel> channels, ICompanySettings settings)
    {
        public async Task<Current> Read(CancellationToken stop)
        {
            var me = person.Required.AccountId;
            var wish = (await wishes.Of([me], stop))(me);
            var address = (await recipients.Of([me], stop)).GetValueOrDefault(me);
            var ways = (await channels.Ready(stop)).Where(c => NoticeWords.ForPeople.Contains(c.Channel)).OrderBy(c => c.Channel)
                .Select(c => new Way(c.Channel, address is not null && c.AddressOf(address) is not null)).ToList();
            return new(ways, [.. Kinds().Select(k => new Row(k.Name, Words.T(k.Label), [.. ways.Select(w => new Switch(w.Channel, wish.Wants(k.Name, w.Channel)))]))],
                wish.Quiet.From, wish.Quiet.Until, wish.HasOwnHours, wish.Version);
        }

        public async Task<Result<Done>> Run(SaveWishes command, CancellationToken stop)
        {
            if (command.QuietFrom is null != command.QuietUntil is null) return CommonErrors.Invalid("免打扰时间的开始和结束要一起填。");
            var choices = command.Choices ?? [];
            if (choices.Any(c => c is null || kinds.Find(c.Kind) is null || !NoticeWords.ForPeople.Contains(c.Channel))) return CommonErrors.Invalid("没有这类提醒，请刷新后再试。");

            var me = person.Required.AccountId;
            var own = await db.Wishes.SingleOrDefaultAsync(w => w.AccountId == me, stop);
            if ((own?.Version ?? 0) != command.Version) return CommonErrors.Stale;
            if (own is null) db.Add(own = new NoticeWishes(me));
            var defaults = await settings.Get<NoticeDefaults>(stop);
            // The last of two words on the same switch counts; kinds that were not named keep what was chosen before.
            var said = choices.Concat(own.Choices()).DistinctBy(c => (c.Kind, c.Channel)).Where(c => kinds.Find(c.Kind) is not null && c.On != defaults.Has(c.Kind, c.Channel));
            own.Set([.. said.OrderBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Channel)], command is { QuietFrom: { } from, QuietUntil: { } until } ? new(from, until) : null);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }

        // Nobody chooses about what is never sent to people like them.
        IEnumerable<NoticeKind> Kinds() => kinds.All.Where(k => k.Permission is null || person.Required.May(k.Permission));
    }
}
