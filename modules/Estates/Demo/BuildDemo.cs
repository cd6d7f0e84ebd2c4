using System.Globalization;
using Data;
using Estates.Contracts;
using Estates.Places;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Accounts;
using Platform.Tenancy;
using Web.Time;

namespace Estates.Demo;

sealed class BuildDemo(AppDb db, HostDb host, Memberships memberships, ICurrentTenant tenant, TenantTime time) : IEstatesDemo
{
    static readonly (string Name, PublicPlaceKind Kind)[] UsualPlaces =
    [
        ("中心花园", PublicPlaceKind.Green), ("北门岗亭", PublicPlaceKind.Gate), ("南门", PublicPlaceKind.Gate), ("地下车库", PublicPlaceKind.Garage),
        ("生活泵房", PublicPlaceKind.Equipment), ("配电房", PublicPlaceKind.Equipment), ("儿童乐园", PublicPlaceKind.Playground), ("健身广场", PublicPlaceKind.Playground),
    ];

    public async Task<DemoEstate> Build(DemoCommunity plan, CancellationToken stop)
    {
        var record = new CommunityRecord { Name = plan.Name, Address = plan.Address };
        db.Communities.Add(Community.TakeOver(record.Id, plan.Name, plan.Address, plan.ServicePhone, plan.TakenOver).Value);
        host.Communities.Add(record);
        host.Engagements.Add(new CommunityEngagement { CommunityId = record.Id, CompanyId = tenant.Id, From = plan.TakenOver });

        var random = new Random(plan.Seed);
        var buildings = Enumerable.Range(1, plan.Buildings).Select(n => Building.Build(record.Id, Number(n), plan.Floors, Enumerable.Range(1, plan.Sections).Select(Number)).Value).ToList();
        db.Buildings.AddRange(buildings);
        var units = buildings.SelectMany(b => UnitsOf(b, plan, random)).ToList();
        db.Units.AddRange(units.Select(u => u.Unit));
        var places = PlacesOf(record.Id, plan, buildings);
        db.PublicPlaces.AddRange(places);
        var people = await Settle(units.ConvertAll(u => u.Unit), plan, random, stop);
        db.ParkingSpaces.AddRange(ParkingOf(record.Id, units.ConvertAll(u => u.Unit), random));

        await db.SaveWith(host, stop);
        return new DemoEstate(record.Id, [.. buildings.Select(b => b.Id)],
            [.. units.Select(u => new DemoUnit(u.Unit.Id, u.Unit.BuildingId, u.Label, people.GetValueOrDefault(u.Unit.Id) ?? []))], [.. places.Select(p => p.Id)]);
    }

    static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    static IEnumerable<(Unit Unit, string Label)> UnitsOf(Building building, DemoCommunity plan, Random random)
    {
        foreach (var section in plan.Sections == 0 ? [null] : building.Sections.Cast<Section?>())
            for (var floor = 1; floor <= plan.Floors; floor++)
                for (var door = 1; door <= plan.UnitsPerFloor; door++)
                {
                    var area = 68 + (door * 12) + (random.Next(0, 40) / 10m);
                    var unit = Unit.Open(building, section, $"{floor}{door:00}", new UnitFacts(UnitKind.Home, floor, area, decimal.Round(area * 0.79m, 2), UnitState.Vacant)).Value;
                    yield return (unit, PlaceNames.UnitLabel(building.Number, section?.Number, unit.Number));
                }
    }

    static List<PublicPlace> PlacesOf(Guid community, DemoCommunity plan, List<Building> buildings)
    {
        var named = plan.PublicPlaces?.Select(n => (n, PublicPlaceKind.Other)) ?? UsualPlaces;
        var places = named.Select(p => PublicPlace.Open(community, null, p.Item1, p.Item2).Value).ToList();
        places.AddRange(buildings.SelectMany(b => Enumerable.Range(1, 2).Select(n => PublicPlace.Open(community, b.Id, $"{b.Label}{n}号电梯", PublicPlaceKind.Lift).Value)));
        return places;
    }

    static IEnumerable<ParkingSpace> ParkingOf(Guid community, List<Unit> units, Random random)
    {
        for (var n = 1; n <= units.Count / 2; n++)
        {
            var unit = random.NextDouble() < 0.7 ? units[random.Next(units.Count)].Id : null as Guid?;
            yield return ParkingSpace.Open(community, new ParkingFacts($"B1-{n:000}", "地下一层", ParkingKind.Owned, unit is null ? ParkingState.Free : ParkingState.Sold, unit)).Value;
        }
    }

    async Task<Dictionary<Guid, List<ResidentInfo>>> Settle(List<Unit> units, DemoCommunity plan, Random random, CancellationToken stop)
    {
        var phones = (await db.Residents.AsNoTracking().Where(r => r.Phone != null).Select(r => r.Phone!).ToListAsync(stop)).ToHashSet();
        phones.UnionWith(plan.Accounts.Select(a => a.Phone));
        var known = new Dictionary<Guid, Resident>();
        var people = new Dictionary<Guid, List<ResidentInfo>>();
        foreach (var account in plan.Accounts)
        {
            if (!known.TryGetValue(account.AccountId, out var resident))
                known[account.AccountId] = resident = await ResidentOf(account, stop);
            Live(resident, units[account.Unit % units.Count], account.Relation, plan, random, people);
        }
        foreach (var unit in units.Where(u => !people.ContainsKey(u.Id) && random.NextDouble() < plan.Occupied))
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var person = plan.NextPerson(random);
                var resident = Resident.Meet(person.Name, phones.Add(person.Phone) ? person.Phone : null).Value;
                db.Residents.Add(resident);
                var first = !people.ContainsKey(unit.Id);
                Live(resident, unit, first ? (random.Next(5) == 0 ? ResidentRelation.Tenant : ResidentRelation.Owner) : ResidentRelation.Family, plan, random, people);
            }
        return people;
    }

    async Task<Resident> ResidentOf(DemoAccount account, CancellationToken stop)
    {
        await memberships.Welcome(account.AccountId, account.Name, account.Phone, stop);
        if (await db.Residents.SingleOrDefaultAsync(r => r.AccountId == account.AccountId, stop) is { } known) return known;
        var resident = Resident.Meet(account.Name, account.Phone).Value;
        resident.Bind(account.AccountId);
        db.Residents.Add(resident);
        return resident;
    }

    void Live(Resident resident, Unit unit, ResidentRelation relation, DemoCommunity plan, Random random, Dictionary<Guid, List<ResidentInfo>> people)
    {
        var days = Math.Max(1, time.Today.DayNumber - plan.TakenOver.DayNumber);
        db.Residencies.Add(Residency.Prepare(resident.Id, unit.Id, relation, plan.TakenOver.AddDays(random.Next(days)), null, new Decider(Guid.Empty, "导入"), time.Now).Value);
        if (!people.TryGetValue(unit.Id, out var here)) people[unit.Id] = here = [];
        here.Add(new ResidentInfo(resident.Id, resident.AccountId, resident.Name, resident.Phone ?? "", relation));
        if (here.Count == 1)
            unit.Describe(new UnitFacts(unit.Kind, unit.Floor, unit.FloorArea, unit.InsideArea, relation == ResidentRelation.Tenant ? UnitState.Rented : random.Next(12) == 0 ? UnitState.Renovating : UnitState.OwnerOccupied));
    }
}
