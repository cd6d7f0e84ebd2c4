using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Events;
using Platform.Notices;
using Staff.Contracts;
using Staff.People;

namespace Staff.Shifts;

/// <summary>Tells those who may decide that somebody asks for days off.</summary>
sealed class TellDeciders(AppDb db, INotices notices) : IHandle<LeaveAsked>
{
    internal static readonly NoticeKind Leaves = new("staff.leave", "请假", "person", "from", "until") { Permission = StaffPermissions.Duty };

    public async Task Handle(LeaveAsked happened, EventContext context, CancellationToken stop)
    {
        var leave = await db.Leaves.AsNoTracking().SingleOrDefaultAsync(l => l.Id == happened.LeaveId && l.State == LeaveState.Requested, stop);
        if (leave is null) return;
        var staff = await db.Staff.AsNoTracking().SingleAsync(s => s.Id == leave.StaffId, stop);
        var roles = await db.Set<RoleGrant>().Where(g => g.Permission == StaffPermissions.Edit).Select(g => g.RoleId).ToListAsync(stop);
        var deciders = await db.Set<Member>().Where(m => !m.Suspended && m.AccountId != staff.AccountId && m.Roles.Any(r => roles.Contains(r.RoleId))).Select(m => m.AccountId).ToListAsync(stop);
        await notices.Post(context, Leaves, deciders, "staff", "{0} 请假 {1} 到 {2}，等您处理", ("person", staff.Name), ("from", StaffWords.Day(leave.From)), ("until", StaffWords.Day(leave.Until)));
    }
}

/// <summary>Tells the employee what became of the days off.</summary>
sealed class TellAsker(AppDb db, INotices notices) : IHandle<LeaveDecided>
{
    public async Task Handle(LeaveDecided happened, EventContext context, CancellationToken stop)
    {
        // Taken back meanwhile: whoever did it knows.
        var found = await db.Leaves.AsNoTracking().Where(l => l.Id == happened.LeaveId && (l.State == LeaveState.Approved || l.State == LeaveState.Refused))
            .Join(db.Staff, l => l.StaffId, s => s.Id, (l, s) => new { Leave = l, s.AccountId }).SingleOrDefaultAsync(stop);
        if (found is null) return;
        var words = found.Leave.State == LeaveState.Approved ? "{0} 到 {1} 的请假已同意" : "{0} 到 {1} 的请假没有同意，请和负责人联系";
        await notices.Post(context, TellDeciders.Leaves, [found.AccountId], "me/duty", words, ("from", StaffWords.Day(found.Leave.From)), ("until", StaffWords.Day(found.Leave.Until)));
    }
}

/// <summary>Tells who approved days off that they were taken back, so that nobody plans around them.</summary>
sealed class TellApprover(AppDb db, INotices notices) : IHandle<LeaveWithdrawn>
{
    public async Task Handle(LeaveWithdrawn happened, EventContext context, CancellationToken stop)
    {
        var found = await db.Leaves.AsNoTracking().Where(l => l.Id == happened.LeaveId && l.DecidedBy != null)
            .Join(db.Staff, l => l.StaffId, s => s.Id, (l, s) => new { Leave = l, StaffId = s.Id, s.Name }).SingleOrDefaultAsync(stop);
        if (found?.Leave is not { DecidedBy: { } approver } leave) return;
        await notices.Post(context, TellDeciders.Leaves, [approver], $"staff/{found.StaffId}", "{0} 撤回了 {1} 到 {2} 的请假", ("person", found.Name), ("from", StaffWords.Day(leave.From)), ("until", StaffWords.Day(leave.Until)));
    }
}
