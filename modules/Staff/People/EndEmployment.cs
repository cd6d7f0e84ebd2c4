using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Tenants.Contracts;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.People;

/// <summary>Ends an employment: off duty at once, without roles and areas. What they did stays theirs; a home they live in stays open to them.</summary>
sealed record EndEmployment(Guid Id, int Version, DateOnly? On)
{
    internal sealed record Body(int Version, DateOnly? On);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/staff/{id:guid}/leaving", Post).RequirePermission(StaffPermissions.Edit).WithName("EndEmployment").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Post(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.On), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Result<Done>> Run(EndEmployment command, CancellationToken stop)
        {
            var staff = await db.Staff.SingleOrDefaultAsync(s => s.Id == command.Id, stop);
            if (staff is null) return CommonErrors.NotFound;
            if (staff.Version != command.Version) return CommonErrors.Stale;
            var member = await db.Set<Member>().WithRolesAndAreas().SingleAsync(m => m.Id == staff.MemberId, stop);
            var held = member.Roles.Select(r => r.RoleId).ToList();
            var roles = await db.Set<Role>().Include(r => r.Grants).Where(r => held.Contains(r.Id)).ToListAsync(stop);
            if (roles.Any(person.Required.IsBelow)) return StaffErrors.RoleTooHigh;
            if (await db.RefusalToLose(k => k.MemberId == staff.MemberId, stop) is { } locked) return locked;

            var off = staff.Leave(command.On ?? time.Today, time.Now);
            if (off.Error is { } refused) return refused;
            if (off.Value is { } entry) db.Add(entry);

            foreach (var role in roles.Where(r => r.Key != Role.Resident)) member.Remove(role);
            member.Cover([]);
            db.Publish(new RosterChanged(staff.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
