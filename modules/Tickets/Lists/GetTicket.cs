using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Accounts;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Dispatch;
using Tickets.Life;
using Tickets.Quotes;
using Web.Access;
using Web.Http;
using static Platform.Words;

namespace Tickets.Lists;

/// <summary>A ticket as the asking person may see it: residents get the resident-facing part of the timeline and the technician's card.</summary>
sealed record TicketView(Guid Id, int Version, string Number, TicketKind Kind, TicketState State, string StateText, Priority Priority, string Title, Guid CategoryId, string CategoryPath, TicketSource Source,
    string Community, string Place, string PlaceCode, string? Room, string ContactName, string ContactPhone, string Description, DateTime? PreferredFrom, DateTime? PreferredTo, bool MayEnterAlone, DateTime? HappenedAt,
    DateTime SubmittedAt, DateTime? AcceptedAt, DateTime? StartedAt, DateTime? DoneAt, DateTime? PromisedAt, DateTime RespondBy, DateTime? ArriveBy, DateTime ResolveBy, DateTime DueAt,
    string? SuspendReason, DateTime? WakeAt, int Urged, int Reopened, Guid? IncidentId, Guid CommunityId, TicketView.Person? Technician, IReadOnlyList<TicketView.Move> Timeline, IReadOnlyList<TicketView.File> Files,
    IReadOnlyList<TicketView.WorkLine> Work, TicketView.Scores? Rating, IReadOnlyList<QuoteView> Quotes, string? Contractor, Guid? ContractorId, bool Anonymous, DateTime? EscalatedAt, TicketView.Link? From, IReadOnlyList<TicketView.Link> Spawned, IReadOnlyList<string> Missing, IReadOnlyList<TicketAct> Acts, bool Inside, TicketView.Decision? Dispatch)
{
    internal sealed record Link(Guid Id, string Number, string Title, string StateText);
    internal sealed record Person(Guid StaffId, string Name, string Phone, string Position, string Number, bool OnDuty);
    internal sealed record Move(Guid Id, TicketAct Act, string Text, string By, DateTime At, string? Note, bool ToResident, DateTime? ReceivedAt, PlaceStamp? Spot, string? SignedBy);
    internal sealed record File(Guid AttachmentId, FileSlot Slot, bool IsVideo, DateTime At);
    internal sealed record WorkLine(Guid Id, WorkKind Kind, string Text, decimal? Quantity, string? Unit, DateTime At, string By, DateTime? ReceivedAt);
    internal sealed record Scores(int Speed, int Result, int Attitude, string? Comment, IReadOnlyList<string> Tags, DateTime At, bool Editable);
    internal sealed record Decision(DateTime At, DispatchEngine Engine, bool Automatic, bool Overridden, Guid? ChosenId, string? Chosen, Guid? RunnerUpId, string? RunnerUp, Guid? BestId, string? Reason, IReadOnlyList<ScoredCandidate> Candidates);
}

static class GetTicket
{
    internal static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapGet("/{id:guid}", async Task<Results<Ok<TicketView>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Run(id, stop)).ToOk())
            .RequirePermission(TicketPermissions.Report, TicketPermissions.View, TicketPermissions.Work).WithName("GetTicket");
        tickets.MapGet("/{id:guid}/candidates", async Task<Results<Ok<ScoredCandidate[]>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
            (await handler.Candidates(id, stop)).ToOk()).RequirePermission(TicketPermissions.Assign).WithName("ListCandidates");
    }

    /// <summary>What was done, found and used, in the order in which it happened.</summary>
    internal static async Task<IReadOnlyList<TicketView.WorkLine>> WorkOf(AppDb db, Guid ticketId, CancellationToken stop) =>
        await db.Work.AsNoTracking().Where(w => w.TicketId == ticketId).OrderBy(w => w.At).ThenBy(w => w.Id).Select(w => new TicketView.WorkLine(w.Id, w.Kind, w.Text, w.Quantity, w.Unit, w.At, w.By, w.ReceivedAt)).ToListAsync(stop);

    internal sealed class Handler(AppDb db, ICurrentPerson person, IStaffDirectory staff, ICompanySettings settings, TicketFiles files, Candidates candidates, TimeProvider clock)
    {
        public async Task<Result<TicketView>> Run(Guid id, CancellationToken stop)
        {
            var me = person.Required;
            var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == id, stop);
            if (ticket is null) return CommonErrors.NotFound;

            var inside = me.SeesInside(ticket);
            var actor = me.ActorOn(ticket);
            return new TicketView(ticket.Id, ticket.Version, ticket.Number, ticket.Kind, ticket.State, TicketWords.Of(ticket.State), ticket.Priority, ticket.Title, ticket.CategoryId, ticket.CategoryPath, ticket.Source,
                ticket.Community, ticket.PlaceLabel, ticket.PlaceCode, ticket.Room, ticket.ContactName, ticket.ContactPhone, ticket.Description, ticket.PreferredFrom, ticket.PreferredTo, ticket.MayEnterAlone, ticket.HappenedAt,
                ticket.SubmittedAt, ticket.AcceptedAt, ticket.StartedAt, ticket.DoneAt, ticket.PromisedAt, ticket.RespondBy, ticket.ArriveBy, ticket.ResolveBy, ticket.DueAt,
                ticket.SuspendReason, ticket.WakeAt, ticket.Urged, ticket.Reopened, ticket.IncidentId, ticket.CommunityId, await Technician(ticket, inside, stop), await Timeline(ticket, inside, stop), await Files(ticket, inside, stop),
                inside || ticket.DoneAt is not null ? await WorkOf(db, ticket.Id, stop) : [], await Scores(ticket, stop), await QuoteView.Of(db, ticket.Id, stop), ticket.ContractorId is null ? null : ticket.AssigneeName, ticket.ContractorId, ticket.Anonymous, ticket.EscalatedAt,
                inside && ticket.FromTicketId is { } from ? (await Links(t => t.Id == from, me, stop)).FirstOrDefault() : null, inside && ticket.Kind == TicketKind.Complaint ? await Links(t => t.FromTicketId == ticket.Id, me, stop) : [],
                actor.HasFlag(Actor.Assignee) ? await files.MissingFor(ticket, stop) : [], Acts(ticket, actor, me), inside,
                me.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId) ? await Decision(ticket, stop) : null);
        }

        public async Task<Result<ScoredCandidate[]>> Candidates(Guid id, CancellationToken stop)
        {
            var me = person.Required;
            var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == id, stop);
            if (ticket is null || !me.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId)) return CommonErrors.NotFound;
            return (await candidates.For(ticket, stop)).ToArray();
        }

        static List<TicketAct> Acts(Ticket ticket, Actor actor, PersonAccess me)
        {
            var acts = TicketLife.Allowed(ticket.State, actor).ToHashSet();
            if (!me.Manages(ticket)) acts.ExceptWith([TicketAct.Reject, TicketAct.Close]);
            if (!me.Manages(ticket) && !actor.HasFlag(Actor.Reporter)) acts.Remove(TicketAct.Cancel);
            if (me.Manages(ticket) && TicketLife.Find(TicketAct.Cancel, ticket.State) is not null) acts.Add(TicketAct.Cancel);
            // Whoever sees a waiting ticket of the grab pool may try to take it.
            if (me.May(TicketPermissions.Work) && ticket is { State: TicketState.Submitted, Dispatch: DispatchMode.Grab }) acts.Add(TicketAct.Grab);
            return [.. acts.Order()];
        }

        async Task<TicketView.Person?> Technician(Ticket ticket, bool inside, CancellationToken stop)
        {
            if (ticket.AssigneeId is not { } id || (!inside && ticket.AcceptedAt is null)) return null;
            if ((await staff.Cards([id], stop)).GetValueOrDefault(id) is not { } card) return null;
            var masked = !inside && (await settings.Get<TicketSettings>(stop)).MaskStaffPhone;
            return new(card.StaffId, card.Name, masked ? Phones.Mask(card.Phone) : card.Phone, card.Position, card.Number, card.OnDuty);
        }

        async Task<IReadOnlyList<TicketView.Move>> Timeline(Ticket ticket, bool inside, CancellationToken stop)
        {
            var moves = await db.Moves.AsNoTracking().Where(m => m.TicketId == ticket.Id && (inside || m.ToResident)).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(stop);
            return [.. moves.Select(m => new TicketView.Move(m.Id, m.Act, m.Subject is { } to ? m.Act == TicketAct.Spawn ? T("转出工单 {0}", to) : T("{0}给{1}", TicketWords.Happened(m.Act), to) : TicketWords.Happened(m.Act),
                m.As == Actor.System ? T("系统") : m.ActorName, m.At, m.Note, m.ToResident, inside ? m.ReceivedAt : null,
                inside && m.Latitude is { } latitude ? new PlaceStamp(latitude, m.Longitude!.Value, m.Accuracy!.Value) : null, m.SignedBy))];
        }

        async Task<IReadOnlyList<TicketView.File>> Files(Ticket ticket, bool inside, CancellationToken stop) =>
            await db.Files.AsNoTracking().Where(f => f.TicketId == ticket.Id && (inside || f.Slot == FileSlot.Report || f.Slot == FileSlot.Before || f.Slot == FileSlot.After))
                .OrderBy(f => f.Id).Select(f => new TicketView.File(f.AttachmentId, f.Slot, f.IsVideo, f.At)).ToListAsync(stop);

        async Task<TicketView.Scores?> Scores(Ticket ticket, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var rating = await db.Ratings.AsNoTracking().SingleOrDefaultAsync(r => r.TicketId == ticket.Id, stop);
            return rating is null ? null : new(rating.Speed, rating.Result, rating.Attitude, rating.Comment, rating.Tags, rating.At, now - rating.At <= Ticket.RatingEditable);
        }

        async Task<List<TicketView.Link>> Links(System.Linq.Expressions.Expression<Func<Ticket, bool>> which, PersonAccess me, CancellationToken stop)
        {
            var found = await db.Tickets.AsNoTracking().VisibleTo(me).Where(which).OrderBy(t => t.Id).Take(20).Select(t => new { t.Id, t.Number, t.Title, t.State }).ToListAsync(stop);
            return [.. found.Select(t => new TicketView.Link(t.Id, t.Number, t.Title, TicketWords.Of(t.State)))];
        }

        async Task<TicketView.Decision?> Decision(Ticket ticket, CancellationToken stop)
        {
            var last = await db.Decisions.AsNoTracking().Where(d => d.TicketId == ticket.Id).OrderByDescending(d => d.Id).FirstOrDefaultAsync(stop);
            return last is null ? null : new(last.At, last.Engine, last.Automatic, last.Overridden, last.ChosenStaffId, last.ChosenName, last.RunnerUpStaffId, last.RunnerUpName, last.BestStaffId, last.Reason, last.Candidates);
        }
    }
}
