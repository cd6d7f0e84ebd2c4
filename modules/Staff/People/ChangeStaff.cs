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

namespace Staff.People;

/// <summary>Changes what is written down about an employee.</summary>
sealed record ChangeStaff(Guid Id, int Version, string? Name, Guid? DepartmentId, string? Position, bool FieldWork, DateOnly? HiredOn, string? Bio, bool Lead = false)
{
    internal sealed record Body(int Version, string? Name, Guid? DepartmentId, string? Position, bool FieldWork, DateOnly? HiredOn, string? Bio, bool Lead = false);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/staff/{id:guid}", Put).RequirePermission(StaffPermissions.Edit).WithName("ChangeStaff").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.Name, body.DepartmentId, body.Position, body.FieldWork, body.HiredOn, body.Bio, body.Lead), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, TenantTime time)
    {
        public async Task<Result<Done>> Run(ChangeStaff command, CancellationToken stop)
        {
            var staff = await db.Staff.SingleOrDefaultAsync(s => s.Id == command.Id, stop);
            if (staff is null) return CommonErrors.NotFound;
            if (staff.Version != command.Version) return CommonErrors.Stale;
            var profile = await StaffRules.Profile(db, command.Name, command.Position, command.DepartmentId, command.FieldWork, command.HiredOn ?? staff.HiredOn, command.Bio, time.Today, stop);
            if (profile.Error is { } wrong) return wrong;

            var (team, takesWork) = (staff.DepartmentId, staff.FieldWork);
            staff.Describe(profile.Value with { Lead = command.Lead });
            (await db.Set<Member>().SingleAsync(m => m.Id == staff.MemberId, stop)).Rename(staff.Name);
            if (staff.DepartmentId != team || staff.FieldWork != takesWork) db.Publish(new RosterChanged(staff.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
