using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Dispatch;
using Tickets.Dispatch.Engine;
using Tickets.FollowUps;
using Tickets.Lists;
using Tickets.Quotes;
using Web.Access;
using Web.Http;

namespace Tickets.Life;

/// <summary>Everything people do to a ticket after it was reported. One command, because the table and the entity decide; the address names the act.</summary>
sealed record ActOnTicket(Guid TicketId, TicketAct Act, ActOnTicket.Body What, string? Key = null)
{
    /// <param name="Version">The version that was looked at; a newer one refuses. Optional where nobody looked (催单).</param>
    /// <param name="PromisedAt">Arrival promised on accepting (UTC).</param>
    /// <param name="Note">Reason or remark.</param>
    /// <param name="StaffId">Whom to give it to.</param>
    /// <param name="DepartmentId">Which department to hand it to, instead of a person.</param>
    /// <param name="WakeAt">When a suspension ends by itself (UTC).</param>
    /// <param name="Reason">Which of the company's reasons a suspension has; some stop the clock.</param>
    /// <param name="CategoryId">The category it shall have.</param>
    /// <param name="Priority">The priority it shall have.</param>
    /// <param name="IncidentId">The known outage to tie it to; null unties.</param>
    /// <param name="PreferredFrom">Beginning of the time that suits better (UTC), for a new appointment.</param>
    /// <param name="PreferredTo">Its end.</param>
    /// <param name="Tags">What else the rating says, of the company's list.</param>
    /// <param name="After">Photos of the finished work.</param>
    /// <param name="At">When it was pressed, where that was without a network (UTC).</param>
    /// <param name="Spot">Where it was pressed.</param>
    /// <param name="Signature">The picture of the signature, for finished work.</param>
    /// <param name="SignedBy">Whose it is.</param>
    internal sealed record Body(int? Version = null, DateTime? PromisedAt = null, string? Note = null, Guid? StaffId = null, DateTime? WakeAt = null,
        IReadOnlyList<Guid>? Before = null, IReadOnlyList<Guid>? After = null, IReadOnlyList<Guid>? Files = null, string? Reason = null, Guid? CategoryId = null, Priority? Priority = null, Guid? IncidentId = null, DateTime? PreferredFrom = null, DateTime? PreferredTo = null, IReadOnlyList<string>? Tags = null,
        int? Speed = null, int? Result = null, int? Attitude = null, string? Comment = null, bool ToResident = true, DateTime? At = null, PlaceStamp? Spot = null, Guid? Signature = null, string? SignedBy = null, Guid? DepartmentId = null)
    {
        /// <summary>A signature is somebody's.</summary>
        internal Error? WrongSigner => (Signature is not null || SignedBy is not null) && SignedBy?.Trim().Length is not (> 0 and <= 30) ? TicketErrors.BadSigner : null;
    }

    static readonly (string Path, TicketAct Act, string[] Permissions)[] Acts =
    [
        ("assign", TicketAct.Assign, [TicketPermissions.Assign]),
        ("accept", TicketAct.Accept, [TicketPermissions.Work]),
        ("depart", TicketAct.Depart, [TicketPermissions.Work]),
        ("start", TicketAct.Start, [TicketPermissions.Work]),
        ("suspend", TicketAct.Suspend, [TicketPermissions.Work]),
        ("resume", TicketAct.Resume, [TicketPermissions.Work]),
        ("complete", TicketAct.Complete, [TicketPermissions.Work]),
        ("return", TicketAct.Return, [TicketPermissions.Work]),
        ("refuse", TicketAct.Refuse, [TicketPermissions.Work]),
        ("transfer", TicketAct.Transfer, [TicketPermissions.Work, TicketPermissions.Assign]),
        ("rate", TicketAct.Rate, [TicketPermissions.Report]),
        ("urge", TicketAct.Urge, [TicketPermissions.Report]),
        ("reopen", TicketAct.Reopen, [TicketPermissions.Report, TicketPermissions.Assign]),
        ("cancel", TicketAct.Cancel, [TicketPermissions.Report, TicketPermissions.Manage]),
        ("reject", TicketAct.Reject, [TicketPermissions.Manage]),
        ("close", TicketAct.Close, [TicketPermissions.Manage]),
        ("reschedule", TicketAct.Reschedule, [TicketPermissions.Report, TicketPermissions.Work, TicketPermissions.Assign]),
        ("attach", TicketAct.Attach, [TicketPermissions.Assign]),
        ("reclassify", TicketAct.Reclassify, [TicketPermissions.Assign]),
        ("comment", TicketAct.Comment, [TicketPermissions.Report, TicketPermissions.Work, TicketPermissions.Assign]),
    ];

    internal static void Map(RouteGroupBuilder tickets)
    {
        foreach (var (path, act, permissions) in Acts)
            tickets.MapPost("/{id:guid}/" + path, (Guid id, Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => Post(new(id, act, body, key), handler, stop))
                .RequirePermission(permissions).WithName(act + "Ticket");
    }

    static async Task<Results<Ok<TicketView>, NoContent, ProblemHttpResult>> Post(ActOnTicket command, Handler handler, CancellationToken stop)
    {
        var done = await handler.Run(command, stop);
        return done.Error is { } error ? error.ToProblem() : done.Value is { } view ? TypedResults.Ok(view) : TypedResults.NoContent();
    }

    /// <summary>As many lines of a conversation one person writes within <see cref="WordsWithin"/>.</summary>
    internal const int MostWords = 20;
    static readonly TimeSpan WordsWithin = TimeSpan.FromMinutes(10);

    internal sealed class Handler(AppDb db, ICurrentPerson person, TicketFiles files, IStaffDirectory staff, ICompanySettings settings, Candidates candidates, Transfers transfers, GetTicket.Handler views, TicketClock ticking, Alarms alarms, TimeProvider clock)
    {
        /// <summary>The ticket as it stands now, or null when it has passed out of the person's sight.</summary>
        public async Task<Result<TicketView?>> Run(ActOnTicket command, CancellationToken stop)
        {
            var me = person.Required;
            var now = clock.GetUtcNow().UtcDateTime;
            try
            {
                var moved = await db.SaveOnce(me.AccountId, command.Key, command with { Key = null }, now, () => Make(command, me, now, stop), stop);
                if (moved.Error is { } refused) return refused;
            }
            catch (DbUpdateConcurrencyException) when (command.Act is TicketAct.Accept)
            {
                return TicketErrors.Taken;
            }
            var view = await views.Run(command.TicketId, stop);
            return view.Error is null ? view.Value : (TicketView?)null;
        }

        // Everything is asked in here, so that a request that is repeated gets its first answer whatever has become of the ticket since.
        async Task<Result<Guid>> Make(ActOnTicket command, PersonAccess me, DateTime now, CancellationToken stop)
        {
            var what = command.What;
            if (await db.Seen(command.TicketId, me, stop) is not { } ticket) return CommonErrors.NotFound;
            if (what.Version is { } seen && seen != ticket.Version) return CommonErrors.Stale;
            if (what.Spot is { IsPossible: false }) return TicketErrors.BadSpot;
            if (what.WrongSigner is { } unsigned) return unsigned;

            var roles = me.ActorOn(ticket);
            if (!me.IsHidden(ticket) && command.Act is TicketAct.Cancel or TicketAct.Reject or TicketAct.Close) roles = (roles & ~Actor.Desk) | (me.Manages(ticket) ? Actor.Desk : 0);
            // Only who works on site may have been without a network.
            var pressed = roles.HasFlag(Actor.Assignee) ? what.At : null;
            var at = ticket.TimeOf(pressed, now);
            if (at.Error is { } early) return early;
            var by = new Act(roles, me.AccountId, me.Name, at.Value, pressed is null ? null : now, what.Spot, command.Act == TicketAct.Complete ? what.SignedBy?.Trim() : null);
            return await Apply(ticket, command, by, stop);
        }

        /// <summary>Puts it into the unit of work for whoever was found to have these roles towards the ticket.</summary>
        internal async Task<Result<Guid>> Apply(Ticket ticket, ActOnTicket command, Act by, CancellationToken stop)
        {
            var holder = ticket.AssigneeAccountId;
            var moved = await Do(ticket, command, by, stop);
            if (moved.Error is { } refused) return refused;

            db.Moves.Add(moved.Value);
            await alarms.Set(ticket, moved.Value, stop);
            db.Publish(new TicketMoved(ticket.Id, moved.Value.Id, holder == ticket.AssigneeAccountId ? null : holder));
            if (moved.Value.Act is TicketAct.Complete or TicketAct.Suspend or TicketAct.Cancel or TicketAct.Return or TicketAct.Refuse or TicketAct.Reclassify) db.Publish(new HandsFree(ticket.CommunityId));
            if (ticket.State == TicketState.Submitted && (moved.Value.From != TicketState.Submitted || moved.Value.Act == TicketAct.Reclassify)) db.Publish(new TicketWaiting(ticket.Id));
            return moved.Value.Id;
        }

        async Task<Result<TicketMove>> Do(Ticket ticket, ActOnTicket command, Act by, CancellationToken stop)
        {
            var what = command.What;
            return command.Act switch
            {
                TicketAct.Assign or TicketAct.Transfer => await transfers.Give(ticket, what, by, stop),
                TicketAct.Accept when ticket.State == TicketState.Submitted => await Grab(ticket, what, by, stop),
                TicketAct.Accept when ticket.WaitsForDepartment => await transfers.Take(ticket, what.PromisedAt, by, stop),
                TicketAct.Accept => ticket.Accept(what.PromisedAt, by),
                TicketAct.Depart => ticket.Depart(by),
                TicketAct.Start => ticket.Start(by),
                TicketAct.Suspend => await Suspend(ticket, what, by, stop),
                TicketAct.Resume => ticket.Resume(by, await ticking.Calendar(stop)),
                TicketAct.Complete => await Complete(ticket, what, by, stop),
                TicketAct.Rate => await Rate(ticket, what, by, stop),
                TicketAct.Refuse => await transfers.Refuse(ticket, what.Note, by, stop),
                TicketAct.Return => ticket.Return(what.Note, by, await ticking.Calendar(stop)),
                TicketAct.Reopen => ticket.Reopen(what.Note, (await settings.Get<TicketSettings>(stop)).CloseAfterDays, await ticking.For(await CategoryOf(ticket, stop), ticket.Priority, by.Now, stop), by),
                TicketAct.Reschedule => ticket.Reschedule(what.PreferredFrom, what.PreferredTo, what.Note, by),
                TicketAct.Attach => await Attach(ticket, what, by, stop),
                TicketAct.Reclassify => await Reclassify(ticket, what, by, stop),
                TicketAct.Cancel => ticket.Cancel(what.Note, by),
                TicketAct.Reject => ticket.Reject(what.Note, by),
                TicketAct.Close => ticket.Close(by),
                TicketAct.Urge => ticket.Urge(by),
                _ => await Comment(ticket, what, by, stop),
            };
        }

        async Task<Result<TicketMove>> Grab(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            // What waits for a dispatcher is not for taking, not even by whoever reported it.
            if (ticket.Dispatch != DispatchMode.Grab) return TicketErrors.WrongState(TicketAct.Grab, ticket.State);
            if (await staff.FindByAccount(by.AccountId!.Value, stop) is not { } me) return TicketErrors.NotYours;
            var scored = await candidates.For(ticket, stop);
            if (scored.FirstOrDefault(c => c.StaffId == me.StaffId) is not { } mine || mine.Blocked == Block.Skill) return TicketErrors.NotQualified;
            if (mine.Blocked == Block.Overload) return TicketErrors.Busy(me.Name, mine.Open);
            return ticket.Grab(me.StaffId, me.DepartmentId, what.PromisedAt, by with { As = (ticket.Anonymous ? by.As & ~Actor.Reporter : by.As) | Actor.Assignee });
        }

        async Task<Result<TicketMove>> Attach(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            var incident = what.IncidentId is { } id ? await db.Incidents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.CommunityId == ticket.CommunityId && i.EndedAt == null, stop) : null;
            if (incident is null && what.IncidentId is not null) return TicketErrors.UnknownIncident;
            return ticket.Attach(incident?.Id, incident?.Title, by);
        }

        Task<Category> CategoryOf(Ticket ticket, CancellationToken stop) => db.Categories.AsNoTracking().SingleAsync(c => c.Id == ticket.CategoryId, stop);

        async Task<Result<TicketMove>> Reclassify(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            var wanted = what.CategoryId ?? ticket.CategoryId;
            var category = await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == wanted && c.ParentId != null && (!c.Retired || c.Id == ticket.CategoryId), stop);
            if (category is null || what.Priority is { } given && !Enum.IsDefined(given)) return TicketErrors.UnknownCategory;
            var group = await db.Categories.AsNoTracking().Where(c => c.Id == category.ParentId).Select(c => c.Name).SingleAsync(stop);
            var priority = what.Priority ?? (category.Id == ticket.CategoryId ? ticket.Priority : category.Priority);
            return ticket.Reclassify(category, $"{group} › {category.Name}", priority, await ticking.For(category, priority, ticket.ClockFrom, stop), what.Note, by);
        }

        async Task<Result<TicketMove>> Suspend(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            var listed = (await settings.Get<TicketSettings>(stop)).SuspendReasons.FirstOrDefault(r => r.Name == what.Reason);
            if (listed is null && !string.IsNullOrEmpty(what.Reason)) return TicketErrors.UnknownReason;
            var why = listed is null ? what.Note : string.IsNullOrWhiteSpace(what.Note) ? listed.Name : Platform.Words.T("{0}：{1}", listed.Name, what.Note.Trim());
            var moved = ticket.Suspend(why, listed?.StopsClock == true, what.WakeAt, by);
            if (moved.Error is null && what.WakeAt is { } at) db.Publish(new TicketWakeUp(ticket.Id, at), dueAt: at);
            return moved;
        }

        async Task<Result<TicketMove>> Complete(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            if (await files.Attach(ticket, FileSlot.Before, what.Before, by, stop) is { } badBefore) return badBefore;
            if (await files.Attach(ticket, FileSlot.After, what.After, by, stop) is { } badAfter) return badAfter;
            if (what.Signature is { } signature && await files.Attach(ticket, FileSlot.Signature, [signature], by, stop) is { } badSignature) return badSignature;
            var moved = ticket.Complete(what.Note, await files.MissingFor(ticket, stop), by);
            if (moved.Error is null)
            {
                var days = (await settings.Get<TicketSettings>(stop)).CloseAfterDays;
                db.Publish(new TicketCloseDue(ticket.Id, by.Now), dueAt: by.Now.AddDays(days));
                await db.ChargeFor(ticket, by.Now, stop);
            }
            return moved;
        }

        async Task<Result<TicketMove>> Rate(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            var rating = await db.Ratings.SingleOrDefaultAsync(r => r.TicketId == ticket.Id, stop);
            // Reworked since: the work that is there now has not been rated.
            var again = rating is not null && rating.At < ticket.DoneAt;
            var moved = ticket.Rated(again ? null : rating?.At, by);
            if (moved.Error is not null) return moved;

            if (again) rating!.Renew(by.Now);
            if (rating is null) db.Ratings.Add(rating = new Rating(ticket.Id, by.Now));
            var rules = await settings.Get<TicketSettings>(stop);
            if (rating.Score(what.Speed ?? 0, what.Result ?? 0, what.Attitude ?? 0, what.Comment, (what.Tags ?? []).Where(rules.RatingTags.Contains)).Error is { } wrong) return wrong;
            if (rating.Lowest <= rules.LowScore) await AskToCallBack(ticket, rating.Lowest, again, by.Now, stop);
            return moved;
        }

        // Once per piece of work, however often its rating is changed.
        async Task AskToCallBack(Ticket ticket, int lowest, bool again, DateTime now, CancellationToken stop)
        {
            var before = await db.FollowUps.SingleOrDefaultAsync(f => f.TicketId == ticket.Id, stop);
            if (before is not null && !again) return;
            if (before is null) db.FollowUps.Add(new FollowUp(ticket.Id, ticket.CommunityId, ticket.BuildingId, lowest, now));
            else before.Again(lowest, now);
            db.Publish(new FollowUpOpened(ticket.Id));
        }

        async Task<Result<TicketMove>> Comment(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            if (by.As == 0) return TicketErrors.NotYours;
            var moved = ticket.Comment(what.Note, what.Files is { Count: > 0 }, what.ToResident || by.As == Actor.Reporter, by);
            if (moved.Error is not null) return moved;
            if (await TalksTooFast(ticket, by, stop)) return TicketErrors.TalksTooFast with { Args = [MostWords] };
            return await files.Attach(ticket, FileSlot.Comment, what.Files, by, stop, moved.Value.Id) is { } bad ? bad : moved;
        }

        // Whoever complains without a name stands in no line of it; there the role counts.
        async Task<bool> TalksTooFast(Ticket ticket, Act by, CancellationToken stop)
        {
            var (since, hidden) = (by.Now - WordsWithin, ticket.Anonymous && by.As.HasFlag(Actor.Reporter));
            return await db.Moves.CountAsync(m => m.TicketId == ticket.Id && m.Act == TicketAct.Comment && m.At > since
                && (hidden ? m.ActorAccountId == null && (m.As & Actor.Reporter) != 0 : m.ActorAccountId == by.AccountId), stop) >= MostWords;
        }
    }
}
