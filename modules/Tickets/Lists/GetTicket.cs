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
    DateTime SubmittedAt, DateTime? AcceptedAt, DateTime? StartedAt, DateTime? DoneAt, DateTime? PromisedAt, DateTime RespondBy, DateTime? ArriveBy, DateTime ResolveBy, DateTime DueAt, bool ClockStopped,
    string? SuspendReason, DateTime? WakeAt, int Urged, int Reopened, Guid? IncidentId, Guid CommunityId, TicketView.Person? Technician, IReadOnlyList<TicketView.Move> Timeline, IReadOnlyList<TicketView.File> Files,
    IReadOnlyList<TicketView.WorkLine> Work, TicketView.Scores? Rating, IReadOnlyList<QuoteView> Quotes, string? Contractor, Guid? ContractorId, bool Anonymous, DateTime? EscalatedAt, TicketView.Link? From, IReadOnlyList<TicketView.Link> Spawned, IReadOnlyList<string> Missing, IReadOnlyList<TicketAct> Acts, bool Inside, TicketView.Decision? Dispatch, IReadOnlyList<TicketView.Said> Thread, Guid? DepartmentId, string? Department, string? RefusedTo)
{
    /// <summary>A department has it, and nobody of it has taken it yet.</summary>
    public bool Waits => State == TicketState.Assigned && DepartmentId is not null && Technician is null;

    internal sealed record Link(Guid Id, string Number, string Title, string StateText);
    internal sealed record Person(Guid StaffId, string Name, string Phone, string Position, string Number, bool OnDuty);
    internal sealed record Move(Guid Id, TicketAct Act, string Text, string By, DateTime At, string? Note, bool ToResident, DateTime? ReceivedAt, PlaceStamp? Spot, string? SignedBy);
    /// <summary>A line of the conversation; a note is for the staff alone.</summary>
    internal sealed record Said(Guid Id, string By, bool ByResident, bool Mine, bool Note, DateTime At, string? Text, IReadOnlyList<File> Files);
    internal sealed record File(Guid AttachmentId, FileSlot Slot, bool IsVideo, DateTime At, Guid? MoveId = null);
    internal sealed record WorkLine(Guid Id, WorkKind Kind, string Text, decimal? Quantity, string? Unit, DateTime At, string By, DateTime? ReceivedAt);
    internal sealed record Scores(int Speed, int Result, int Attitude, string? Comment, IReadOnlyList<string> Tags, DateTime At, bool Editable);
    internal sealed record Decision(DateTime At, DispatchEngine Engine, bool Automatic, bool Overridden, Guid? ChosenId, string? Chosen, Guid? RunnerUpId, string? RunnerUp, Guid? BestId, string? Reason, IReadOnlyList<ScoredCandidate> Candidates);
}

/// <summary>To whom a ticket can be passed on: colleagues with their skills, the fittest first, and departments with people.</summary>
sealed record Takers(IReadOnlyList<Takers.Colleague> Colleagues, IReadOnlyList<Takers.Department> Departments)
{
    /// <param name="Fit">The product would give it to them as well.</param>
    internal sealed record Colleague(Guid StaffId, string Name, string Position, bool OnDuty, int Open, bool Fit, IReadOnlyList<string> Skills);
    internal sealed record Department(Guid Id, string Name, int People, int OnDuty);
}

static class GetTicket
{
    internal static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapGet("/{id:guid}", async Task<Results<Ok<TicketView>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Run(id, stop)).ToOk())
            .RequirePermission(TicketPermissions.Report, TicketPermissions.View, TicketPermissions.Work).WithName("GetTicket");
        tickets.MapGet("/{id:guid}/candidates", async Task<Results<Ok<ScoredCandidate[]>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
            (await handler.Candidates(id, stop)).ToOk()).RequirePermission(TicketPermissions.Assign).WithName("ListCandidates");
        tickets.MapGet("/{id:guid}/takers", async Task<Results<Ok<Takers>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
            (await handler.TakersOf(id, stop)).ToOk()).RequirePermission(TicketPermissions.Work, TicketPermissions.Assign).WithName("ListTakers");
    }

    /// <summary>What was done, found and used, in the order in which it happened.</summary>
    internal static async Task<IReadOnlyList<TicketView.WorkLine>> WorkOf(AppDb db, Guid ticketId, CancellationToken stop) =>
        await db.Work.AsNoTracking().Where(w => w.TicketId == ticketId).OrderBy(w => w.At).ThenBy(w => w.Id).Select(w => new TicketView.WorkLine(w.Id, w.Kind, w.Text, w.Quantity, w.Unit, w.At, w.By, w.ReceivedAt)).ToListAsync(stop);

    internal sealed class Handler(AppDb db, ICurrentPerson person, IStaffDirectory staff, ICompanySettings settings, TicketFiles evidence, Candidates candidates, GrabPool pool, TimeProvider clock)
    {
        public async Task<Result<TicketView>> Run(Guid id, CancellationToken stop)
        {
            var me = person.Required;
            var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == id, stop);
            if (ticket is null) return CommonErrors.NotFound;

            var inside = me.SeesInside(ticket);
            var actor = me.ActorOn(ticket);
            var files = await Files(ticket, inside, stop);
            return new TicketView(ticket.Id, ticket.Version, ticket.Number, ticket.Kind, ticket.State, TicketWords.Of(ticket.State), ticket.Priority, ticket.Title, ticket.CategoryId, ticket.CategoryPath, ticket.Source,
                ticket.Community, ticket.PlaceLabel, ticket.PlaceCode, ticket.Room, ticket.ContactName, ticket.ContactPhone, ticket.Description, ticket.PreferredFrom, ticket.PreferredTo, ticket.MayEnterAlone, ticket.HappenedAt,
                ticket.SubmittedAt, ticket.AcceptedAt, ticket.StartedAt, ticket.DoneAt, ticket.PromisedAt, ticket.RespondBy, ticket.ArriveBy, ticket.ResolveBy, ticket.DueAt, ticket.ClockStopped,
                ticket.SuspendReason, ticket.WakeAt, ticket.Urged, ticket.Reopened, ticket.IncidentId, ticket.CommunityId, await Technician(ticket, inside, stop), await Timeline(ticket, inside, stop), files,
                inside || ticket.DoneAt is not null ? await WorkOf(db, ticket.Id, stop) : [], await Scores(ticket, stop), await QuoteView.Of(db, ticket.Id, stop), ticket.ContractorId is null ? null : ticket.AssigneeName, ticket.ContractorId, ticket.Anonymous, ticket.EscalatedAt,
                inside && ticket.FromTicketId is { } from ? (await Links(t => t.Id == from, me, stop)).FirstOrDefault() : null, inside && ticket.Kind == TicketKind.Complaint ? await Links(t => t.FromTicketId == ticket.Id, me, stop) : [],
                actor.HasFlag(Actor.Assignee) ? await evidence.MissingFor(ticket, stop) : [], await Acts(ticket, actor, me, stop), inside,
                me.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId) ? await Decision(ticket, stop) : null,
                await Thread(ticket, files, inside, me, stop), inside ? ticket.DepartmentId : null, inside ? ticket.DepartmentName : null, inside ? ticket.RefusedTo : null);
        }

        public async Task<Result<ScoredCandidate[]>> Candidates(Guid id, CancellationToken stop)
        {
            var me = person.Required;
            var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == id, stop);
            if (ticket is null || !me.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId)) return CommonErrors.NotFound;
            return (await candidates.For(ticket, stop)).ToArray();
        }

        /// <summary>Refused like the act itself, for whoever may not pass it on.</summary>
        public async Task<Result<Takers>> TakersOf(Guid id, CancellationToken stop)
        {
            var me = person.Required;
            var ticket = await db.Tickets.AsNoTracking().VisibleTo(me).SingleOrDefaultAsync(t => t.Id == id, stop);
            if (ticket is null) return CommonErrors.NotFound;
            var actor = me.ActorOn(ticket);
            if (!(await Acts(ticket, actor, me, stop)).Any(a => a is TicketAct.Assign or TicketAct.Transfer)) return TicketErrors.NotYours;

            // The lead of a department gives to its own people only.
            var within = actor.HasFlag(Actor.Lead) && (actor & (Actor.Assignee | Actor.Desk)) == 0;
            var departments = await staff.Departments(stop);
            var team = departments.Where(d => d.Id == (ticket.DepartmentId ?? ticket.TeamId)).SelectMany(d => d.People).Select(p => p.StaffId).ToHashSet();
            var (names, now) = (await staff.SkillNames(stop), clock.GetUtcNow().UtcDateTime);
            var skills = (await staff.Candidates(now, stop)).ToDictionary(c => c.Card.StaffId, c => c.Skills);
            return new Takers([.. (await candidates.For(ticket, stop)).Where(c => c.StaffId != ticket.AssigneeId && (!within || team.Contains(c.StaffId))).Select(c => new Takers.Colleague(c.StaffId, c.Name, c.Position, c.OnDuty, c.Open, c.Blocked == Dispatch.Engine.Block.None,
                    [.. skills.GetValueOrDefault(c.StaffId)?.OrderByDescending(s => s.Value).Select(s => names.GetValueOrDefault(s.Key, s.Key)) ?? []]))],
                within || ticket.Kind == TicketKind.Complaint ? [] : [.. departments.Where(d => d.People.Count > 0 && !(ticket.WaitsForDepartment && d.Id == ticket.DepartmentId)).Select(d => new Takers.Department(d.Id, d.Name, d.People.Count, d.People.Count(p => p.OnDuty)))]);
        }

        async Task<List<TicketAct>> Acts(Ticket ticket, Actor actor, PersonAccess me, CancellationToken stop)
        {
            var acts = TicketLife.Allowed(ticket.State, actor).ToHashSet();
            if (!me.Manages(ticket)) acts.ExceptWith([TicketAct.Reject, TicketAct.Close]);
            if (!me.Manages(ticket) && !actor.HasFlag(Actor.Reporter)) acts.Remove(TicketAct.Cancel);
            if (me.Manages(ticket) && TicketLife.Find(TicketAct.Cancel, ticket.State) is not null) acts.Add(TicketAct.Cancel);
            if (ticket.RefusedTo is null) acts.Remove(TicketAct.Refuse);
            if (!actor.HasFlag(Actor.Assignee) && ticket.ContractorId is null) acts.ExceptWith([TicketAct.Quote, TicketAct.WaiveQuote, TicketAct.WithdrawQuote]);
            // The lead alone neither sends the department's tickets elsewhere nor refuses what somebody of it has.
            if (!actor.HasFlag(Actor.Assignee) && !ticket.WaitsForDepartment) acts.ExceptWith([TicketAct.Refuse, TicketAct.Return]);
            if (me.May(TicketPermissions.Work) && ticket is { State: TicketState.Submitted, Dispatch: DispatchMode.Grab } && (await pool.Categories(stop)).Contains(ticket.CategoryId)) acts.Add(TicketAct.Grab);
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
            var moves = await db.Moves.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.Act != TicketAct.Comment && (inside || m.ToResident)).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(stop);
            return [.. moves.Select(m => new TicketView.Move(m.Id, m.Act, m.Subject is { } to ? m.Act == TicketAct.Spawn ? T("转出工单 {0}", to) : m.Act == TicketAct.Refuse ? T("已拒绝，退给{0}", to) : m.Act is TicketAct.Reclassify or TicketAct.Attach ? T("{0}：{1}", TicketWords.Happened(m.Act), to) : T("{0}给{1}", TicketWords.Happened(m.Act), to) : TicketWords.Happened(m.Act),
                m.As == Actor.System ? T("系统") : m.ActorName, m.At, m.Note, m.ToResident, inside ? m.ReceivedAt : null,
                inside && m.Latitude is { } latitude ? new PlaceStamp(latitude, m.Longitude!.Value, m.Accuracy!.Value) : null, m.SignedBy))];
        }

        async Task<IReadOnlyList<TicketView.File>> Files(Ticket ticket, bool inside, CancellationToken stop) =>
            await (inside ? db.Files : db.Files.ForResident(db)).AsNoTracking().Where(f => f.TicketId == ticket.Id)
                .OrderBy(f => f.Id).Select(f => new TicketView.File(f.AttachmentId, f.Slot, f.IsVideo, f.At, f.MoveId)).ToListAsync(stop);

        async Task<IReadOnlyList<TicketView.Said>> Thread(Ticket ticket, IReadOnlyList<TicketView.File> pictures, bool inside, PersonAccess me, CancellationToken stop)
        {
            var lines = await db.Moves.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.Act == TicketAct.Comment && (inside || m.ToResident)).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(stop);
            var own = ticket.ReporterAccountId == me.AccountId;
            return [.. lines.Select(m => new TicketView.Said(m.Id, m.ActorName, (m.As & Actor.Reporter) != 0, m.ActorAccountId == me.AccountId || (own && (m.As & Actor.Reporter) != 0), !m.ToResident, m.At, m.Note, [.. pictures.Where(f => f.MoveId == m.Id)]))];
        }

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
