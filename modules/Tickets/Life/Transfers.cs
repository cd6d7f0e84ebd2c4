using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Tickets.Clock;
using Tickets.Dispatch;
using Tickets.Dispatch.Engine;

namespace Tickets.Life;

/// <summary>From hand to hand (转派): to a colleague or a department, taken by one of it, or refused.</summary>
sealed class Transfers(AppDb db, ICurrentPerson person, IStaffDirectory staff, Candidates candidates, TicketClock ticking)
{
    internal async Task<Result<TicketMove>> Give(Ticket ticket, ActOnTicket.Body what, Act by, CancellationToken stop)
    {
        if (ticket.EscalatedAt is not null && !person.Required.Manages(ticket)) return TicketErrors.ForManagers;
        return what.DepartmentId is { } department ? await GiveTo(ticket, department, what.Note, by, stop) : await GiveTo(ticket, what, by, stop);
    }

    async Task<Result<TicketMove>> GiveTo(Ticket ticket, ActOnTicket.Body what, Act by, CancellationToken stop)
    {
        if (what.StaffId is not { } staffId) return TicketErrors.UnknownStaff;
        var scored = await candidates.For(ticket, stop);
        if (scored.FirstOrDefault(c => c.StaffId == staffId) is not { } chosen || chosen.AccountId == ticket.AboutAccountId) return TicketErrors.UnknownStaff;
        var team = (await staff.Cards([staffId], stop))[staffId].DepartmentId;
        if (OnlyLeads(by) && team != (ticket.DepartmentId ?? ticket.TeamId)) return TicketErrors.OnlyWithin;

        var best = ScoredCandidate.Best(scored, but: ticket.AssigneeId);
        // Where nobody fits, whoever has it against a limit is a choice too.
        var overridden = (by.As & Actor.Desk) != 0 && (best is null ? chosen.Blocked != Block.None : best.StaffId != staffId);
        if (overridden && what.Note?.Trim() is not { Length: > 0 and <= 300 }) return TicketErrors.NoOverrideReason;
        var moved = ticket.AssignTo(chosen.StaffId, chosen.AccountId, chosen.Name, team, by, what.Note, await ticking.Calendar(stop));
        if (moved.Error is null) db.Decisions.Add(DispatchDecision.ByHand(ticket.Id, chosen, best, overridden, scored, what.Note, by));
        return moved;
    }

    async Task<Result<TicketMove>> GiveTo(Ticket ticket, Guid departmentId, string? note, Act by, CancellationToken stop)
    {
        if (OnlyLeads(by)) return TicketErrors.OnlyWithin;
        if ((await staff.Departments(stop)).FirstOrDefault(d => d.Id == departmentId && d.People.Count > 0) is not { } department) return TicketErrors.UnknownDepartment;
        return ticket.HandTo(department.Id, department.Name, by, note, await ticking.Calendar(stop));
    }

    // Certificates and loads bind here as they do in the pool; who is in no list of field staff may only take what asks for no skill.
    internal async Task<Result<TicketMove>> Take(Ticket ticket, DateTime? promisedAt, Act by, CancellationToken stop)
    {
        if (await staff.FindByAccount(by.AccountId!.Value, stop) is not { } me) return TicketErrors.NotYours;
        var mine = (await candidates.For(ticket, stop)).FirstOrDefault(c => c.StaffId == me.StaffId);
        if (mine is { Blocked: Block.Skill }) return TicketErrors.NotQualified;
        if (mine is null && (await db.Categories.AsNoTracking().SingleAsync(c => c.Id == ticket.CategoryId, stop)).Skills.Count > 0) return TicketErrors.NotQualified;
        if (mine is { Blocked: Block.Overload }) return TicketErrors.Busy(me.Name, mine.Open);
        return ticket.Take(me.StaffId, promisedAt, by);
    }

    internal async Task<Result<TicketMove>> Refuse(Ticket ticket, string? note, Act by, CancellationToken stop)
    {
        var calendar = await ticking.Calendar(stop);
        // Whoever passed it on may have left or be suspended meanwhile.
        if (ticket.GiverAccountId is not { } giver || (ticket.DepartmentId is not null && ticket.AssigneeId is not null)) return ticket.Refuse(note, null, by, calendar);
        var back = await db.Set<Member>().AnyAsync(m => m.AccountId == giver && !m.Suspended, stop) ? await staff.FindByAccount(giver, stop) : null;
        return back is null ? ticket.Return(note, by, calendar) : ticket.Refuse(note, back.DepartmentId, by, calendar);
    }

    // The lead of a department disposes of its people, not of others.
    static bool OnlyLeads(Act by) => (by.As & Actor.Lead) != 0 && (by.As & (Actor.Assignee | Actor.Desk | Actor.System)) == 0;
}

/// <summary>A department that worked on tickets stays.</summary>
sealed class DepartmentsOfTickets(AppDb db) : IUsesDepartments
{
    public Task<bool> Use(Guid departmentId, CancellationToken stop) => db.Tickets.AnyAsync(t => t.DepartmentId == departmentId || t.TeamId == departmentId, stop);
}
