using Data;
using Estates.Contracts;
using Estates.Places;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;

namespace Estates.Import;

sealed record KnownUnit(Guid Id, UnitFacts Facts);

sealed record KnownStay(Guid Id, Guid ResidentId, Guid UnitId, string Name, string? Phone, ResidentRelation Relation, DateOnly From, DateOnly? Until, ResidencyState State);

sealed record KnownResident(Guid Id, string Name);

/// <summary>What is there of the communities that a sheet names, read once and slim.</summary>
sealed class KnownData
{
    const int Chunk = 500;

    public Dictionary<string, Guid> Communities { get; private set; } = [];
    public Dictionary<UnitRef, KnownUnit> Units { get; } = [];
    public Dictionary<Guid, List<KnownStay>> Stays { get; private set; } = [];
    public Dictionary<string, KnownResident> ByPhone { get; } = [];

    internal static async Task<KnownData> Load(AppDb db, IReadOnlyList<SheetRow> rows, CancellationToken stop)
    {
        var known = new KnownData();
        var names = rows.Select(r => r.Community).OfType<string>().ToHashSet();
        known.Communities = (await db.Communities.AsNoTracking().Where(c => c.HandedBack == null).Select(c => new { c.Name, c.Id }).ToListAsync(stop))
            .Where(c => names.Contains(c.Name)).ToDictionary(c => c.Name, c => c.Id);
        var ids = known.Communities.Values.ToList();
        await known.ReadUnits(db, ids, stop);
        await known.ReadStays(db, ids, stop);
        foreach (var phones in rows.Select(r => Platform.Accounts.Phones.Normalize(r.Phone)).OfType<string>().Distinct().Chunk(Chunk))
            foreach (var resident in await db.Residents.AsNoTracking().Where(r => phones.Contains(r.Phone)).Select(r => new { r.Phone, r.Id, r.Name }).ToListAsync(stop))
                known.ByPhone[resident.Phone!] = new(resident.Id, resident.Name);
        return known;
    }

    async Task ReadUnits(AppDb db, List<Guid> communities, CancellationToken stop)
    {
        var buildings = await db.Buildings.AsNoTracking().Where(b => communities.Contains(b.CommunityId)).Select(b => new { b.Id, b.Number }).ToDictionaryAsync(b => b.Id, b => b.Number, stop);
        var sections = await (from s in db.Sections.AsNoTracking()
                              join b in db.Buildings on s.BuildingId equals b.Id
                              where communities.Contains(b.CommunityId)
                              select new { s.Id, s.Number }).ToDictionaryAsync(s => s.Id, s => s.Number, stop);
        await foreach (var u in db.Units.AsNoTracking().Where(u => communities.Contains(u.CommunityId)).AsAsyncEnumerable().WithCancellation(stop))
            Units[new(u.CommunityId, buildings[u.BuildingId], u.SectionId is { } s ? sections[s] : null, u.Number)] = new(u.Id, new(u.Kind, u.Floor, u.FloorArea, u.InsideArea, u.State));
    }

    async Task ReadStays(AppDb db, List<Guid> communities, CancellationToken stop)
    {
        var stays = await (from r in db.Residencies.AsNoTracking()
                           join u in db.Units on r.UnitId equals u.Id
                           join p in db.Residents on r.ResidentId equals p.Id
                           where communities.Contains(u.CommunityId) && r.State <= ResidencyState.Verified
                           select new KnownStay(r.Id, r.ResidentId, r.UnitId, p.Name, p.Phone, r.Relation, r.From, r.Until, r.State)).ToListAsync(stop);
        Stays = stays.GroupBy(s => s.UnitId).ToDictionary(g => g.Key, g => g.ToList());
    }
}
