using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Staff.Contracts;
using Staff.People;
using Web.Access;
using Web.Http;

namespace Staff.Skills;

/// <summary>Sets everything an employee can do; a skill that is not named is forgotten.</summary>
sealed record SetSkills(Guid Id, int Version, IReadOnlyList<NewSkill>? Skills)
{
    internal sealed record Body(int Version, IReadOnlyList<NewSkill>? Skills);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/staff/{id:guid}/skills", Put).RequirePermission(StaffPermissions.Edit).WithName("SetSkills").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.Skills), stop)).ToNoContent();

    internal sealed class Handler(AppDb db)
    {
        public async Task<Result<Done>> Run(SetSkills command, CancellationToken stop)
        {
            var staff = await db.Staff.Include(s => s.Skills).SingleOrDefaultAsync(s => s.Id == command.Id, stop);
            if (staff is null) return CommonErrors.NotFound;
            if (staff.Version != command.Version) return CommonErrors.Stale;

            var known = await db.Skills.AsNoTracking().ToDictionaryAsync(s => s.Key, stop);
            var wanted = (command.Skills ?? []).DistinctBy(s => s.Key).ToList();
            foreach (var line in wanted)
            {
                if (!known.TryGetValue(line.Key, out var skill)) return StaffErrors.UnknownSkill(line.Key);
                if (staff.Learn(skill, line.Level, line.Certificate, line.ExpiresOn).Error is { } refused) return refused;
            }
            staff.KeepSkills([.. wanted.Select(s => known[s.Key].Id)]);
            db.Publish(new RosterChanged(staff.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
