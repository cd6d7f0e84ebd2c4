using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Clock;
using Tickets.Life;
using Tickets.Notify;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>
/// A ticket that was not accepted in time goes to the next best who did not have it yet, then to the lead of those who were asked, who takes it or gives it to one of
/// the department; where there is none, the department did not take it either or a dispatcher chose, to the dispatchers.
/// </summary>
sealed class OfferToNext(AppDb db, Candidates candidates, GiveTicket give, IStaffDirectory staff, TicketNotices notices, TicketClock ticking, Alarms alarms, ICompanySettings settings, TimeProvider clock) : IHandle<AcceptDue>
{
    internal const int MostOffers = 3;

    public async Task Handle(AcceptDue happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.State != TicketState.Assigned || ticket.AssignedAt != happened.AssignedAt) return;

        var earlier = await db.Decisions.AsNoTracking().Where(d => d.TicketId == ticket.Id && d.ChosenStaffId != null && d.At >= ticket.ClockFrom).OrderBy(d => d.At).Select(d => new { d.ChosenStaffId, d.Automatic }).ToListAsync(stop);
        var had = earlier.Select(d => d.ChosenStaffId).Append(ticket.AssigneeId).ToHashSet();
        var scored = await candidates.For(ticket, stop);
        var ours = ticket.ContractorId is null && ticket.DepartmentId is null && earlier is [.., { Automatic: true }];
        var minutes = (await settings.Get<TicketSettings>(stop)).AcceptMinutes;
        var next = ours && had.Count < MostOffers ? scored.FirstOrDefault(c => c.Blocked == Engine.Block.None && !had.Contains(c.StaffId)) : null;
        if (next is null)
        {
            if (ours && await ToLead(ticket, minutes, stop)) return;
            await notices.Desk(ticket, context, ticket.WaitsForDepartment ? "部门里没有人接单：{0}，{1}。请改派或打电话给主管。" : "没有人接单：{0}，{1}。请改派或打电话确认。", stop);
            return;
        }
        await give.To(ticket, next, scored, DispatchEngine.Immediate, T("{0} {1} 分钟内没有接单", ticket.AssigneeName ?? "", minutes), stop);
    }

    async Task<bool> ToLead(Ticket ticket, int minutes, CancellationToken stop)
    {
        var (holder, leads) = (ticket.AssigneeAccountId, await notices.LeadsOf(ticket, stop));
        if (leads.All(l => l == holder) || (await staff.Departments(stop)).FirstOrDefault(d => d.Id == ticket.TeamId) is not { } team) return false;
        var by = new Act(Actor.System, null, T("自动派单"), clock.GetUtcNow().UtcDateTime);
        var moved = ticket.HandTo(team.Id, team.Name, by, T("{0} {1} 分钟内没有接单，请主管安排", ticket.AssigneeName ?? "", minutes), await ticking.Calendar(stop));
        if (moved.Error is not null) return false;
        db.Moves.Add(moved.Value);
        await alarms.Set(ticket, moved.Value, stop);
        db.Publish(new TicketMoved(ticket.Id, moved.Value.Id, holder));
        return true;
    }
}
