using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.Shifts;

/// <summary>Takes back one's own request, or approved days off that have not begun.</summary>
static class WithdrawLeave
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/me/leaves/{id:guid}/withdraw", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) =>
        (await handler.Run(id, stop)).ToNoContent()).RequirePermission(StaffPermissions.Duty).WithName("WithdrawLeave").WithTags("Staff");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<Done>> Run(Guid id, CancellationToken stop)
        {
            var me = person.Required.AccountId;
            var leave = await db.Leaves.SingleOrDefaultAsync(l => l.Id == id && db.Set<People.StaffMember>().Any(s => s.Id == l.StaffId && s.AccountId == me), stop);
            if (leave is null) return CommonErrors.NotFound;
            if (leave.Withdraw(time.Today).Error is { } refused) return refused;
            db.Publish(new LeaveWithdrawn(leave.Id));
            db.Publish(new RosterChanged(leave.StaffId));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
