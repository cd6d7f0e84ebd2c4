using System.Globalization;
using Data;
using Estates.Places;
using Estates.Residents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Estates.Import;

/// <summary>Units and residents as a sheet that can be imported again.</summary>
static class ExportUnits
{
    internal static void Map(RouteGroupBuilder api) => api.MapGet("/estates/export", async Task<Results<FileStreamHttpResult, ProblemHttpResult>> (Guid? communityId, Handler handler, CancellationToken stop) =>
    {
        var file = await handler.Run(communityId, stop);
        return file.Error is { } error ? error.ToProblem() : TypedResults.Stream(file.Value, EstateSheet.ContentType, "estates.xlsx");
    }).RequirePermission(EstatesPermissions.Import).WithName("ExportUnits").WithTags("Import");

    internal sealed class Handler(AppDb db, TenantTime time)
    {
        const int Chunk = 1000;

        /// <summary>A temporary file that disappears when it is closed.</summary>
        public async Task<Result<Stream>> Run(Guid? communityId, CancellationToken stop)
        {
            var communities = await db.Communities.AsNoTracking().Where(c => communityId == null || c.Id == communityId).OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
            if (communityId is not null && communities.Count == 0) return CommonErrors.NotFound;

            var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            EstateSheet.Write(file, communities.SelectMany(c => Rows(c.Id, c.Name)));
            file.Position = 0;
            return file;
        }

        // The writer pulls rows one by one and cannot wait, so the pages are read without async.
        IEnumerable<object?[]> Rows(Guid community, string name)
        {
            var buildings = db.Buildings.AsNoTracking().Where(b => b.CommunityId == community).ToDictionary(b => b.Id, b => b.Number);
            var sections = db.Set<Section>().AsNoTracking().Where(s => db.Set<Building>().Any(b => b.Id == s.BuildingId && b.CommunityId == community)).ToDictionary(s => s.Id, s => s.Number);
            var (key, id) = ("", Guid.Empty);
            while (true)
            {
                var units = db.Units.AsNoTracking().Where(u => u.CommunityId == community && (u.SortKey.CompareTo(key) > 0 || (u.SortKey == key && u.Id > id)))
                    .OrderBy(u => u.SortKey).ThenBy(u => u.Id).Take(Chunk).ToList();
                var people = People(units.ConvertAll(u => u.Id));
                foreach (var unit in units)
                    foreach (var who in people.TryGetValue(unit.Id, out var here) ? here : [[null, null, null, null]])
                        yield return
                        [
                            name, buildings[unit.BuildingId], unit.SectionId is { } s ? sections[s] : null, unit.Number, PlaceWords.Kinds[unit.Kind], unit.Floor, unit.FloorArea, unit.InsideArea,
                            PlaceWords.States[unit.State], .. who,
                        ];
                if (units.Count < Chunk) yield break;
                (key, id) = (units[^1].SortKey, units[^1].Id);
            }
        }

        Dictionary<Guid, List<object?[]>> People(List<Guid> units)
        {
            var today = time.Today;
            var stays = (from r in db.Residencies.AsNoTracking()
                         join p in db.Residents on r.ResidentId equals p.Id
                         where units.Contains(r.UnitId) && r.State == ResidencyState.Verified && (r.Until == null || r.Until >= today)
                         orderby r.Relation, r.Id
                         select new { r.UnitId, p.Name, p.Phone, r.Relation, r.From }).ToList();
            return stays.GroupBy(s => s.UnitId).ToDictionary(g => g.Key,
                g => g.Select(s => (object?[])[s.Name, s.Phone, ResidentWords.Relations[s.Relation], s.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]).ToList());
        }
    }
}
