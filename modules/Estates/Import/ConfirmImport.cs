using Data;
using Estates.Contracts;
using Estates.Places;
using Estates.Residents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Blobs;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Estates.Import;

/// <summary>Applies exactly what the dry run showed, all or nothing; when the data changed meanwhile, nothing.</summary>
static class ConfirmImport
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/estates/imports/{id:guid}/confirm", async (Guid id, Handler handler, CancellationToken stop) =>
        (await handler.Run(id, stop)).ToNoContent()).RequirePermission(EstatesPermissions.Import).WithName("ConfirmImport").WithTags("Import");

    internal sealed class Handler(AppDb db, HostDb host, PlanImport planner, IBlobContainer blobs, ICurrentPerson person, TenantTime time)
    {
        const int Chunk = 500;

        public async Task<Result<Done>> Run(Guid id, CancellationToken stop)
        {
            var draft = await db.ImportDrafts.SingleOrDefaultAsync(d => d.Id == id, stop);
            if (draft is null) return CommonErrors.NotFound;
            if (draft.ConfirmedAt is not null) return ImportErrors.AlreadyConfirmed;
            if (await Reread(draft, stop) is not { } rows) return CommonErrors.NotFound;

            await using (var transaction = await db.Database.BeginTransactionAsync(stop))
            {
                var plan = await planner.Run(rows, stop);
                if (draft.Confirm(plan.Fingerprint(), time.Now).Error is { } refused) return refused;
                await Apply(plan, stop);
                await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(stop);
            }
            await db.AfterCommit();
            // People's data is not kept longer than it is needed.
            await blobs.Delete(draft.SheetName, stop);
            return Done.It;
        }

        async Task<List<SheetRow>?> Reread(ImportDraft draft, CancellationToken stop)
        {
            if (await blobs.Open(draft.SheetName, stop) is not { } stored) return null;
            await using (stored)
            {
                var path = Path.GetTempFileName();
                await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
                await stored.CopyToAsync(file, stop);
                var rows = EstateSheet.Read(file);
                return rows.Error is null ? rows.Value : null;
            }
        }

        async Task Apply(ImportPlan plan, CancellationToken stop)
        {
            var units = await OpenUnits(plan, stop);
            foreach (var ids in plan.ChangedUnits.Keys.Chunk(Chunk))
                foreach (var unit in await db.Units.Where(u => ids.Contains(u.Id)).ToListAsync(stop)) Must(unit.Describe(plan.ChangedUnits[unit.Id]));
            foreach (var ids in plan.Renamed.Keys.Chunk(Chunk))
                foreach (var resident in await db.Residents.Where(r => ids.Contains(r.Id)).ToListAsync(stop)) Must(resident.Rename(plan.Renamed[resident.Id]));

            var changed = plan.ChangedStays.ToDictionary(s => s.Id);
            foreach (var ids in changed.Keys.Chunk(Chunk))
                foreach (var stay in await db.Residencies.Where(r => ids.Contains(r.Id)).ToListAsync(stop))
                {
                    Must(stay.Correct(changed[stay.Id].Relation, changed[stay.Id].From));
                    if (stay.State != ResidencyState.Requested) continue;
                    Must(stay.Verify(Me, time.Now));
                    await WelcomeLater(stay, stop);
                }
            await Settle(plan, units, stop);
        }

        async Task<Dictionary<UnitRef, Guid>> OpenUnits(ImportPlan plan, CancellationToken stop)
        {
            var units = new Dictionary<UnitRef, Guid>(plan.KnownUnits);
            var communities = plan.NewUnits.Keys.Select(u => u.CommunityId).Distinct().ToList();
            var buildings = (await db.Buildings.Include(b => b.Sections).Where(b => communities.Contains(b.CommunityId)).ToListAsync(stop)).ToDictionary(b => (b.CommunityId, b.Number));
            var fresh = new List<Unit>();
            foreach (var (where, facts) in plan.NewUnits)
            {
                if (!buildings.TryGetValue((where.CommunityId, where.Building), out var building))
                {
                    buildings[(where.CommunityId, where.Building)] = building = Must(Building.Build(where.CommunityId, where.Building, Math.Max(1, facts.Floor), []));
                    db.Buildings.Add(building);
                }
                var unit = Must(Unit.Open(building, building.SectionOf(where.Section), where.Number, facts));
                building.Reach(facts.Floor);
                units[where] = unit.Id;
                fresh.Add(unit);
            }
            db.Units.AddRange(fresh);
            return units;
        }

        async Task Settle(ImportPlan plan, Dictionary<UnitRef, Guid> units, CancellationToken stop)
        {
            var byPhone = new Dictionary<string, Guid>();
            var residents = new List<Resident>();
            var stays = new List<Residency>();
            var phones = new Dictionary<string, Guid>();
            foreach (var stay in plan.NewStays)
            {
                var residentId = stay.ResidentId ?? (stay.Person.Phone is { } known && byPhone.TryGetValue(known, out var earlier) ? earlier : null as Guid?);
                if (residentId is null)
                {
                    var resident = Must(Resident.Meet(stay.Person.Name, stay.Person.Phone));
                    residents.Add(resident);
                    residentId = resident.Id;
                    if (resident.Phone is { } phone) byPhone[phone] = resident.Id;
                }
                stays.Add(Must(Residency.Prepare(residentId.Value, units[stay.Unit], stay.Relation, stay.From, null, Me, time.Now)));
                if (stay.Person.Phone is { } reachable) phones[reachable] = residentId.Value;
            }
            db.Residents.AddRange(residents);
            db.Residencies.AddRange(stays);
            await BindLater(phones, stop);
        }

        // Only people who already have an account need to be bound; the others are when they first come.
        async Task BindLater(Dictionary<string, Guid> phones, CancellationToken stop)
        {
            var ready = new List<Guid>();
            foreach (var some in phones.Keys.Chunk(Chunk))
                ready.AddRange((await host.Users.AsNoTracking().Where(a => some.Contains(a.UserName!) && a.PhoneNumberConfirmed).Select(a => a.UserName!).ToListAsync(stop)).Select(p => phones[p]));
            foreach (var ids in ready.Chunk(ResidentsPrepared.Most)) db.Publish(new ResidentsPrepared(ids));
        }

        async Task WelcomeLater(Residency stay, CancellationToken stop)
        {
            db.Publish(new HomeVerified(stay.Id));
            if (await db.Residents.AnyAsync(r => r.Id == stay.ResidentId && r.AccountId != null, stop)) db.Publish(new ResidentsPrepared([stay.ResidentId]));
        }

        Decider Me => new(person.Required.AccountId, person.Required.Name);

        // The plan checked every rule; a refusal now is a bug and must undo everything.
        static T Must<T>(Result<T> result) => result.Value;
    }
}
