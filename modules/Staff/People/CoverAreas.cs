using Data;
using Estates.Contracts;
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

namespace Staff.People;

/// <summary>Sets the communities and buildings that an employee covers. The version is the one called <c>areasVersion</c>.</summary>
sealed record CoverAreas(Guid Id, int Version, IReadOnlyList<CoverAreas.Area>? Areas)
{
    internal sealed record Area(Guid CommunityId, Guid? BuildingId);

    internal sealed record Body(int Version, IReadOnlyList<Area>? Areas);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/staff/{id:guid}/areas", Put).RequirePermission(StaffPermissions.Edit).WithName("CoverAreas").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(Guid id, Body body, Handler handler, CancellationToken stop) =>
        (await handler.Run(new(id, body.Version, body.Areas), stop)).ToNoContent();

    internal sealed class Handler(AppDb db, IPlaces places)
    {
        const int MostAreas = 200;

        public async Task<Result<Done>> Run(CoverAreas command, CancellationToken stop)
        {
            var member = await db.Set<Member>().Include(m => m.Areas).SingleOrDefaultAsync(m => db.Set<StaffMember>().Any(s => s.Id == command.Id && s.MemberId == m.Id), stop);
            if (member is null) return CommonErrors.NotFound;
            if (member.Version != command.Version) return CommonErrors.Stale;
            // Whoever covers the whole community covers its buildings.
            var whole = (command.Areas ?? []).Where(a => a.BuildingId is null).Select(a => a.CommunityId).ToHashSet();
            var areas = (command.Areas ?? []).Where(a => a.BuildingId is null || !whole.Contains(a.CommunityId)).Distinct().ToList();
            if (areas.Count > MostAreas) return StaffErrors.TooManyAreas(MostAreas);
            var known = (await places.Communities(stop)).Select(c => new Area(c.Id, null)).Concat((await places.Buildings(stop)).Select(b => new Area(b.CommunityId, b.Id)))
                .Concat(member.Areas.Select(a => new Area(a.CommunityId, a.BuildingId))).ToHashSet();
            if (areas.Any(a => !known.Contains(a))) return StaffErrors.UnknownCommunity;

            member.Cover(areas.Select(a => (a.CommunityId, a.BuildingId)));
            db.Publish(new RosterChanged(command.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
