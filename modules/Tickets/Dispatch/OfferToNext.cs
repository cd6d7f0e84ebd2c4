using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Platform.Settings;
using Tickets.Clock;
using Tickets.Life;
using Tickets.Notify;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>A ticket that was not accepted in time goes to the next best who did not have it yet; after that, or when a dispatcher chose, to the dispatchers.</summary>
sealed class OfferToNext(AppDb db, Candidates candidates, GiveTicket give, TicketNotices notices, ICompanySettings settings) : IHandle<AcceptDue>
{
    internal const int MostOffers = 3;

    public async Task Handle(AcceptDue happened, EventContext context, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == happened.TicketId, stop);
        if (ticket is null || ticket.State != TicketState.Assigned || ticket.AssignedAt != happened.AssignedAt) return;

        var earlier = await db.Decisions.AsNoTracking().Where(d => d.TicketId == ticket.Id).OrderBy(d => d.At).Select(d => new { d.ChosenStaffId, d.Automatic }).ToListAsync(stop);
        var had = earlier.Select(d => d.ChosenStaffId).Append(ticket.AssigneeId).ToHashSet();
        var scored = await candidates.For(ticket, stop);
        var next = ticket.ContractorId is null && ticket.DepartmentId is null && earlier is [.., { Automatic: true }] && had.Count < MostOffers ? scored.FirstOrDefault(c => c.Blocked == Engine.Block.None && !had.Contains(c.StaffId)) : null;
        if (next is null)
        {
            await notices.Desk(ticket, context, ticket.WaitsForDepartment ? "部门里没有人接单：{0}，{1}。请改派或打电话给主管。" : "没有人接单：{0}，{1}。请改派或打电话确认。", stop);
            return;
        }
        var minutes = (await settings.Get<TicketSettings>(stop)).AcceptMinutes;
        await give.To(ticket, next, scored, DispatchEngine.Immediate, T("{0} {1} 分钟内没有接单", ticket.AssigneeName ?? "", minutes), context, stop);
    }
}
