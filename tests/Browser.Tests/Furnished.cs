using Estates.Import;
using Estates.Places;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Tickets.Categories;
using Tickets.Contractors;
using Tickets.Life;
using Tickets.Quotes;

namespace Browser.Tests;

/// <summary>A company in which something stands on every page, and the addresses under which each is looked at.</summary>
sealed class Furnished
{
    readonly Dictionary<string, string[]> addresses;

    Furnished(Estate estate, Dictionary<string, string[]> addresses) => (Estate, this.addresses) = (estate, addresses);

    internal Estate Estate { get; }

    /// <summary>Of a route without a place to fill: the route itself, unless it shows more in other words.</summary>
    internal IReadOnlyList<string> AddressesOf(string route) =>
        addresses.TryGetValue(route, out var known) ? known : route.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"No address is known for the page {route}.") : [route];

    internal static async Task<Furnished> Build()
    {
        var estate = await Estate.Build();
        await estate.Company.Change(async (_, db) =>
        {
            var manager = await db.Set<Member>().Include(m => m.Roles).SingleAsync(m => m.AccountId == estate.Manager.AccountId);
            manager.Add(await db.Set<Role>().SingleAsync(r => r.Key == "admin"));
        });
        var work = await WorkPages(estate);
        // Some of them show what the work left behind.
        var rest = await OtherPages(estate);
        return new(estate, work.Concat(rest).Append(new("found/{Slug}", [await Founded(estate.Resident)])).ToDictionary());
    }

    static async Task<string> Founded(TestPerson founder)
    {
        var slug = $"own{Environment.ProcessId}-{Guid.NewGuid():N}"[..24].TrimEnd('-');
        (await founder.Client.Post("../api/v1/companies", new { name = "新湖物业服务有限公司", slug, template = "small" })).EnsureSuccessStatusCode();
        for (var i = 0; i < 200 && (await founder.Client.GetJson($"../api/v1/companies/{slug}")).GetProperty("state").GetString() != "active"; i++) await Task.Delay(50);
        return $"found/{slug}";
    }

    static async Task<Dictionary<string, string[]>> WorkPages(Estate estate)
    {
        var (leak, complaint, incident, link) = await Tickets(estate);
        return new()
        {
            ["report"] = ["report", "report?kind=complaint", "report?kind=suggestion"],
            ["tickets"] = ["tickets", "tickets?view=all"],
            ["tickets/{Id:guid}"] = [$"tickets/{leak}", $"tickets/{complaint}"],
            ["work/{Id:guid}"] = [$"work/{leak}"],
            ["sheet/{Id:guid}"] = [$"sheet/{leak}"],
            ["quotes/{Id:guid}"] = [$"quotes/{leak}"],
            ["c/{Token}"] = [link],
            ["board"] = ["board", $"board?ticket={leak}"],
            ["desk/tickets"] = ["desk/tickets", "desk/tickets?view=all&fact=created"],
            ["desk/tickets/{Id:guid}"] = [$"desk/tickets/{leak}", $"desk/tickets/{complaint}"],
            ["desk/complaints"] = ["desk/complaints", "desk/complaints?done=true"],
            ["desk/incidents/{Id:guid}"] = [$"desk/incidents/{incident}"],
            ["desk/numbers"] = ["desk/numbers", "desk/numbers?days=7&sort=done&open=categories"],
            ["desk/deliveries"] = ["desk/deliveries?state=all"],
            ["settings/roles/{Key}"] = ["settings/roles/technician"],
            ["settings/notices/text"] = ["settings/notices/text?kind=tickets.done"],
        };
    }

    static async Task<Dictionary<string, string[]>> OtherPages(Estate estate)
    {
        var ids = await estate.Company.Read(async db => new
        {
            Community = await db.Set<Community>().Select(c => c.Id).SingleAsync(),
            Building = await db.Set<Building>().Select(b => b.Id).SingleAsync(),
            Parking = await db.Set<ParkingSpace>().Select(p => p.Id).FirstAsync(),
            Price = await db.Set<PriceItem>().Select(p => p.Id).FirstAsync(),
            Contractor = await db.Set<Contractor>().Select(c => c.Id).SingleAsync(),
            Leaf = await db.Set<Category>().Where(c => c.Key == "water-leak").Select(c => c.Id).SingleAsync(),
            Group = await db.Set<Category>().Where(c => c.Key == "water").Select(c => c.Id).SingleAsync(),
            Member = await db.Set<Member>().Where(m => m.AccountId == estate.Plumber.AccountId).Select(m => m.Id).SingleAsync(),
        });
        var draft = new ImportDraft(Guid.CreateVersion7(), "房屋与住户.xlsx", estate.Manager.AccountId, new(1, 0, 0, 0), "x", "[]", DateTime.UtcNow);
        await estate.Company.Change((_, db) => Task.FromResult(db.Add(draft)));
        return new()
        {
            ["homes/new"] = ["homes/new", $"homes/new?community={ids.Community}&building={ids.Building}"],
            ["enter"] = ["enter", $"enter?community={ids.Community}&unit={estate.Home}"],
            ["staff/{Id:guid}"] = [$"staff/{estate.PlumberId}"],
            ["staff/{Id:guid}/edit"] = [$"staff/{estate.PlumberId}/edit"],
            ["estates"] = ["estates", $"estates?community={ids.Community}&building={ids.Building}"],
            ["estates/communities/{Id:guid}"] = [$"estates/communities/{ids.Community}"],
            ["estates/buildings/new"] = [$"estates/buildings/new?community={ids.Community}"],
            ["estates/buildings/{Id:guid}"] = [$"estates/buildings/{ids.Building}"],
            ["estates/places/new"] = [$"estates/places/new?community={ids.Community}"],
            ["estates/places/{Id:guid}"] = [$"estates/places/{estate.Garden}"],
            ["estates/parking"] = [$"estates/parking?community={ids.Community}"],
            ["estates/parking/{Id:guid}"] = [$"estates/parking/{ids.Parking}"],
            ["estates/units/new"] = [$"estates/units/new?building={ids.Building}"],
            ["estates/units/{Id:guid}"] = [$"estates/units/{estate.Home}"],
            ["estates/units/{Id:guid}/edit"] = [$"estates/units/{estate.Home}/edit"],
            ["estates/imports/{Id:guid}"] = [$"estates/imports/{draft.Id}"],
            ["settings/categories"] = ["settings/categories", $"settings/categories?id={ids.Leaf}", $"settings/categories?id={ids.Group}"],
            ["settings/prices"] = ["settings/prices", $"settings/prices?id={ids.Price}", "settings/prices?add=true"],
            ["settings/contractors"] = [$"settings/contractors?id={ids.Contractor}", "settings/contractors?add=true"],
            ["settings/members/{Id:guid}"] = [$"settings/members/{ids.Member}"],
        };
    }

    // A leak with a quote and talk, a complaint, a low score, an outage and a contractor at work.
    static async Task<(Guid Leak, Guid Complaint, Guid Incident, string Link)> Tickets(Estate estate)
    {
        var (leak, rated, outside) = (await estate.Reported(), await estate.Reported(), await estate.Reported());
        (await estate.Do(estate.Plumber, leak, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        var item = await estate.Company.Read(db => db.Set<PriceItem>().Where(p => p.Price > 0).Select(p => p.Id).FirstAsync());
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{leak}/quotes", new { lines = new[] { new { itemId = item, quantity = 1 } }, note = "旧阀芯已锈死，需要整套更换" })).ShouldBeMade();
        foreach (var person in new[] { estate.Resident, estate.Plumber }) (await estate.Do(person, leak, "comment", new { note = "配件下午到，到了就来，请稍等一会儿" })).EnsureSuccessStatusCode();
        await estate.Repaired(rated);
        (await estate.Do(estate.Resident, rated, "rate", new { speed = 1, result = 2, attitude = 5, comment = "等了很久", tags = new[] { "来得晚" } })).EnsureSuccessStatusCode();
        var complaint = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("c-attitude"), unitId = estate.Home, description = "北门保安态度很差" })).ShouldBeMade();
        var community = (await estate.Ticket(leak)).CommunityId;
        var incident = await (await estate.Manager.Client.Post("api/v1/incidents", new { communityId = community, kind = "water", title = "二次供水水箱清洗，停水三小时", text = "请提前储水", until = DateTime.UtcNow.AddHours(3) })).ShouldBeMade();
        var contractor = new Contractor();
        contractor.Describe("迅达电梯", "电梯维保", "郑工", "13700001111", retired: false).Error.ShouldBeNull();
        await estate.Company.Change((_, db) => Task.FromResult(db.Add(contractor)));
        var pass = await (await estate.Do(estate.Dispatcher, outside, "contractor", new { contractorId = contractor.Id, note = "请专业单位" })).ShouldBeOk();
        return (leak, complaint, incident, pass.GetProperty("link").GetString()!);
    }
}
