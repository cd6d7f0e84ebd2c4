using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Settings;
using Platform.Tenancy;
using Platform.Time;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Reporting;

/// <summary>Reports a repair, complaint or suggestion; staff also enter tickets for callers and internal orders.</summary>
sealed record ReportTicket(ReportTicket.Body What, string? Key)
{
    /// <param name="CategoryId">A leaf of the tree.</param>
    /// <param name="UnitId">The home, or null for a public place.</param>
    /// <param name="PublicPlaceId">The public place, or null for a home.</param>
    /// <param name="Room">厨房, 阳台 …</param>
    /// <param name="PreferredFrom">Start of the convenient time (UTC), with <paramref name="PreferredTo"/>.</param>
    /// <param name="HappenedAt">For complaints: when (UTC).</param>
    /// <param name="AboutStaffId">For complaints: the employee it is about, who will not see it.</param>
    /// <param name="Files">Uploads of the reporter.</param>
    /// <param name="Source">How a caller reached us; only staff may say anything but <c>app</c>.</param>
    /// <param name="Anonymous">For complaints and suggestions: nobody learns whose it is, and of a home only the building is kept.</param>
    /// <param name="FromTicketId">For staff: the complaint that this work comes out of.</param>
    internal sealed record Body(Guid CategoryId, string? Description, Guid? UnitId = null, Guid? PublicPlaceId = null, string? Room = null, string? ContactName = null, string? ContactPhone = null,
        DateTime? PreferredFrom = null, DateTime? PreferredTo = null, bool MayEnterAlone = false, DateTime? HappenedAt = null, Guid? AboutStaffId = null,
        IReadOnlyList<Guid>? Files = null, TicketSource Source = TicketSource.App, bool Anonymous = false, Guid? FromTicketId = null);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("", Post).RequirePermission(TicketPermissions.Report, TicketPermissions.Enter).WithName("ReportTicket");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
        (await handler.Run(new(body, key), stop)).ToCreated("tickets");

    internal sealed class Handler(AppDb db, ICurrentTenant tenant, ICurrentPerson person, IPlaces places, IHomes homes, IStaffDirectory staff, ICompanySettings settings, Numbers numbers,
        TicketFiles files, TicketClock ticking, Alarms alarms, TimeProvider clock)
    {
        static readonly TimeSpan SameReport = TimeSpan.FromMinutes(10);

        public async Task<Result<Guid>> Run(ReportTicket command, CancellationToken stop)
        {
            var me = person.Required;
            var now = clock.GetUtcNow().UtcDateTime;
            var made = await db.SaveOnce(me.AccountId, command.Key, command.What, now, () => Make(command.What, me, now, stop), stop);
            if (db.Database.CurrentTransaction is not { } turn) return made;
            if (made.Error is not null) await turn.RollbackAsync(stop);
            else
            {
                await turn.CommitAsync(stop);
                await db.AfterCommit();
            }
            return made;
        }

        async Task<Result<Guid>> Make(Body what, PersonAccess me, DateTime now, CancellationToken stop)
        {
            var category = await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == what.CategoryId && c.ParentId != null && !c.Retired, stop);
            if (category is null) return TicketErrors.UnknownCategory;
            var group = await db.Categories.AsNoTracking().Where(c => c.Id == category.ParentId).Select(c => c.Name).SingleAsync(stop);

            var place = await Place(what, stop);
            if (place is null) return TicketErrors.NoPlace;
            var asStaff = me.Covers(TicketPermissions.Enter, place.CommunityId, place.BuildingId);
            if (!asStaff && (what.Source != TicketSource.App || category.Kind == TicketKind.Order)) return TicketErrors.BadKind;
            if (!asStaff && await Refusal(what, place, me, now, stop) is { } refusal) return refusal;

            if (!asStaff && await Again(what, me, now, stop) is { } there) return there;

            var source = what.FromTicketId is { } from ? await db.Seen(from, me, stop) : null;
            if (what.FromTicketId is not null && (source is null || !asStaff || source.Kind != TicketKind.Complaint || source.CommunityId != place.CommunityId)) return TicketErrors.UnknownSource;
            var rules = await settings.Get<TicketSettings>(stop);
            var contact = await ContactOf(what, place, me, stop);
            var by = new Act(Actor.Reporter, me.AccountId, me.Name, now);
            var submitted = Ticket.Submit(Guid.CreateVersion7(), await NumberOf(category.Kind, rules, now, stop), category, $"{group} › {category.Name}", place, contact, what.Description, what.Source, by, what.Anonymous);
            if (submitted.Error is { } wrong) return wrong;

            var ticket = submitted.Value;
            // Whoever is named is kept from the ticket; that is for complaints alone.
            if (what.AboutStaffId is not null && category.Kind != TicketKind.Complaint) return TicketErrors.OnlyComplaintsName;
            var about = what.AboutStaffId is { } staffId ? (await staff.Cards([staffId], stop)).GetValueOrDefault(staffId) : null;
            if (what.AboutStaffId is not null && about is null) return TicketErrors.UnknownStaff;
            if (ticket.Detail(what.Room, what.PreferredFrom, what.PreferredTo, what.MayEnterAlone, what.HappenedAt, about?.AccountId, now).Error is { } detail) return detail;

            ticket.Target(await ticking.For(category, ticket.Priority, now, stop));
            if (source is not null)
            {
                var led = source.LedTo(ticket.Number, by with { As = me.ActorOn(source) });
                if (led.Error is { } closed) return closed;
                ticket.ComesFrom(source);
                db.Moves.Add(led.Value);
            }
            db.Tickets.Add(ticket);
            if (await files.Attach(ticket, FileSlot.Report, what.Files, by, stop) is { } bad) return bad;
            var first = ticket.Submitted(by);
            db.Moves.Add(first);
            await alarms.Set(ticket, first, stop);
            db.Publish(new TicketWaiting(ticket.Id));
            db.Publish(new TicketMoved(ticket.Id, first.Id));
            if (!asStaff && await FullInTurn(me, now, stop) is { } full) return full;
            return ticket.Id;
        }

        async Task<TicketPlace?> Place(Body what, CancellationToken stop)
        {
            if (what.UnitId is not null == what.PublicPlaceId is not null) return null;
            var found = what.UnitId is { } unit ? await places.Find(unit, PlaceKind.Unit, stop) : await places.Find(what.PublicPlaceId!.Value, PlaceKind.PublicPlace, stop);
            if (found is null) return null;
            // Of an anonymous person's home only the building is kept: somebody who knows the flat knows the person.
            if (what.Anonymous && found.Kind == PlaceKind.Unit)
                return new(found.CommunityId, found.Community, found.BuildingId, null, null, (await places.Buildings(stop)).Single(b => b.Id == found.BuildingId).Label, found.Building!);
            var code = found.Kind == PlaceKind.Unit ? string.Join('-', new[] { found.Building, found.Section, found.Unit }.Where(p => !string.IsNullOrEmpty(p))) : found.Label;
            return new(found.CommunityId, found.Community, found.BuildingId, what.UnitId, what.PublicPlaceId, found.Label, code);
        }

        // Residents report for their own homes and the public places of their communities, a limited number a day.
        async Task<Error?> Refusal(Body what, TicketPlace place, PersonAccess me, DateTime now, CancellationToken stop)
        {
            if (!me.May(TicketPermissions.Report)) return CommonErrors.Forbidden;
            var mine = await homes.HomesOf(me.AccountId, stop);
            if (what.UnitId is { } unit ? mine.All(h => h.Place.Id != unit) : mine.All(h => h.Place.CommunityId != place.CommunityId)) return TicketErrors.NotYourHome;

            return await Full(me, now, stop);
        }

        // A person's reports are counted one after the other: whoever comes later waits until the earlier one is committed, and then counts it.
        async Task<Error?> FullInTurn(PersonAccess me, DateTime now, CancellationToken stop)
        {
            await db.Database.BeginTransactionAsync(stop);
            await db.Set<Member>().Where(m => m.Id == me.MemberId).ExecuteUpdateAsync(row => row.SetProperty(m => m.Name, m => m.Name), stop);
            return await Full(me, now, stop);
        }

        async Task<Error?> Full(PersonAccess me, DateTime now, CancellationToken stop)
        {
            var limit = (await settings.Get<TicketSettings>(stop)).DailyLimit;
            var zone = tenant.Required.Zone;
            var midnight = TimeZoneInfo.ConvertTimeFromUtc(now, zone).Date;
            var since = TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, zone);
            var today = await db.Tickets.CountAsync(t => t.ReporterAccountId == me.AccountId && t.SubmittedAt >= since, stop);
            return today >= limit ? TicketErrors.DailyLimit(limit) : null;
        }

        // The page that was gone back to has another key, but it is the same report.
        async Task<Guid?> Again(Body what, PersonAccess me, DateTime now, CancellationToken stop)
        {
            var (words, since) = (what.Description?.Trim(), now - SameReport);
            return await db.Tickets.AsNoTracking().Where(t => t.ReporterAccountId == me.AccountId && t.CategoryId == what.CategoryId && t.UnitId == what.UnitId && t.PublicPlaceId == what.PublicPlaceId
                && t.Description == words && t.SubmittedAt > since && TicketLife.OpenStates.Contains(t.State)).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(stop);
        }

        // A caller's ticket belongs to the caller, if the caller is known to live there, so that it stands among their own.
        async Task<Contact> ContactOf(Body what, TicketPlace place, PersonAccess me, CancellationToken stop)
        {
            if (what.Source == TicketSource.App) return new(me.AccountId, what.ContactName ?? me.Name, what.ContactPhone ?? me.Phone);
            var phone = Platform.Accounts.Phones.Normalize(what.ContactPhone);
            var caller = place.UnitId is { } unit && phone is not null ? (await homes.PeopleOf(unit, stop)).FirstOrDefault(p => p.Phone == phone) : null;
            return what.Source is TicketSource.Staff or TicketSource.Inspection
                ? new(null, what.ContactName ?? me.Name, what.ContactPhone ?? me.Phone)
                : new(caller?.AccountId, what.ContactName ?? caller?.Name, what.ContactPhone);
        }

        Task<string> NumberOf(TicketKind kind, TicketSettings rules, DateTime now, CancellationToken stop)
        {
            var prefix = kind switch { TicketKind.Repair => rules.RepairPrefix, TicketKind.Order => rules.OrderPrefix, _ => rules.ComplaintPrefix };
            return numbers.Next(tenant.Required.Id, prefix, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, tenant.Required.Zone)), stop);
        }
    }
}
