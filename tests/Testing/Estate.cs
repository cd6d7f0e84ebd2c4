using System.Text.Json;
using System.Text.Json.Nodes;
using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Accounts;
using Platform.Events;
using Platform.Tenancy;
using Staff.Contracts;
using Shouldly;
using Tenants.Contracts;
using Tickets.Categories;

namespace Testing;

/// <summary>A company by one of our own files, with one building, two residents, two plumbers, a dispatcher and a manager.</summary>
public sealed class Estate
{
    static int built;

    /// <summary>The company.</summary>
    public required TestCompany Company { get; init; }
    /// <summary>Lives in <see cref="Home"/>.</summary>
    public required TestPerson Resident { get; init; }
    /// <summary>Lives next door.</summary>
    public required TestPerson Neighbour { get; init; }
    /// <summary>The better plumber.</summary>
    public required TestPerson Plumber { get; init; }
    /// <summary>The other plumber.</summary>
    public required TestPerson SecondPlumber { get; init; }
    /// <summary>Assigns.</summary>
    public required TestPerson Dispatcher { get; init; }
    /// <summary>Sees and manages all.</summary>
    public required TestPerson Manager { get; init; }
    /// <summary>The resident's unit.</summary>
    public required Guid Home { get; init; }
    /// <summary>The neighbour's unit.</summary>
    public required Guid NeighbourHome { get; init; }
    /// <summary>A public place.</summary>
    public required Guid Garden { get; init; }
    /// <summary>The better plumber as an employee.</summary>
    public required Guid PlumberId { get; init; }
    /// <summary>The other plumber as an employee.</summary>
    public required Guid SecondPlumberId { get; init; }

    /// <summary>Builds it; <paramref name="change"/> edits the company file first.</summary>
    public static async Task<Estate> Build(Action<JsonObject>? change = null, TestHost? host = null, string file = "cuihu.json")
    {
        host ??= TestHost.Default;
        var n = Interlocked.Increment(ref built);
        var plan = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path($"tenants/{file}")), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        plan["slug"] = $"estate{Environment.ProcessId}-{n}";
        plan["domains"] = new JsonArray();
        change?.Invoke(plan);
        await using var scope = host.Services.CreateAsyncScope();
        var applied = await scope.ServiceProvider.GetRequiredService<ICompanyFiles>().Apply(plan.ToJsonString());
        applied.Error.ShouldBeNull(applied.Error?.Message);
        var company = TestCompany.Of(host, (await host.Services.GetRequiredService<ITenantStore>().FindBySlug((string)plan["slug"]!))!);

        var (resident, neighbour) = (await company.NewAccount("林静怡"), await company.NewAccount("陈志远"));
        var estate = await company.In(s => s.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity("云栖花园", "杭州", "0571-0000", new DateOnly(2020, 1, 1), 1, 1, 3, 2, 0, 1, _ => new("无人", "13700000000"),
            [new(resident.Id, resident.DisplayName, resident.UserName!, 0), new(neighbour.Id, neighbour.DisplayName, neighbour.UserName!, 1)])));
        var areas = new[] { (estate.CommunityId, (Guid?)null) };
        var plumber = await Hire(company, "周建国", "technician", areas, new NewSkill("plumbing", 5));
        var second = await Hire(company, "何晓东", "technician", areas, new NewSkill("plumbing", 3));
        var dispatcher = await Hire(company, "沈佳", "dispatcher", areas);
        var manager = await Hire(company, "许文斌", "manager", areas);
        return new Estate
        {
            Company = company,
            Resident = company.Sign(resident),
            Neighbour = company.Sign(neighbour),
            Plumber = plumber.Person,
            PlumberId = plumber.Id,
            SecondPlumber = second.Person,
            SecondPlumberId = second.Id,
            Dispatcher = dispatcher.Person,
            Manager = manager.Person,
            Home = estate.Units[0].Id,
            NeighbourHome = estate.Units[1].Id,
            Garden = estate.PublicPlaces[0],
        };
    }

    static async Task<(TestPerson Person, Guid Id)> Hire(TestCompany company, string name, string role, (Guid, Guid?)[] areas, params NewSkill[] skills)
    {
        var account = await company.NewAccount(name);
        var hired = await company.In(s => s.GetRequiredService<IStaffDemo>().Hire(new NewStaff(name, account.UserName!, "engineering", "工程部", "员工") { FieldWork = skills.Length > 0, OnDuty = true, Skills = skills, Roles = [role], Areas = areas }));
        hired.Error.ShouldBeNull(hired.Error?.Message);
        return (company.Sign(account), hired.Value);
    }

    /// <summary>The category of that key.</summary>
    public async Task<Guid> Category(string key) => await Company.Read(db => db.Set<Category>().Where(c => c.Key == key).Select(c => c.Id).SingleAsync());

    /// <summary>A report of a leak at home.</summary>
    public async Task<object> Leak(string words = "水槽下面的接头一直滴水") => new { categoryId = await Category("water-leak"), unitId = Home, description = words };

    /// <summary>Reports a leak and waits until the product has dispatched it.</summary>
    public async Task<Guid> Reported()
    {
        // The same words within minutes would be the same report.
        var id = await (await Resident.Client.Post("api/v1/tickets", await Leak($"水槽下面的接头一直滴水，第 {Interlocked.Increment(ref built)} 次"))).ShouldBeMade();
        if (still) await WorkOff();
        await Until(id, "assigned");
        return id;
    }

    /// <summary>The ticket, once it is in that state.</summary>
    public async Task<JsonElement> Until(Guid id, string state)
    {
        for (var i = 0; i < 200; i++)
        {
            var ticket = await Manager.Client.GetJson($"api/v1/tickets/{id}");
            if (ticket.GetProperty("state").GetString() == state) return ticket;
            await Task.Delay(50);
        }
        throw new TimeoutException($"The ticket did not become {state}.");
    }

    /// <summary>Does something to the ticket with its newest version.</summary>
    public async Task<HttpResponseMessage> Do(TestPerson who, Guid id, string act, object? body = null)
    {
        var json = JsonSerializer.SerializeToNode(body ?? new { })!.AsObject();
        if (!json.ContainsKey("version")) json["version"] = (await Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("version").GetInt32();
        return await who.Client.Post($"api/v1/tickets/{id}/{act}", json);
    }

    /// <summary>Whoever has the ticket repairs it, with the photos that are owed.</summary>
    public async Task Repaired(Guid id)
    {
        var has = (await Until(id, "assigned")).GetProperty("technician").GetProperty("staffId").GetGuid();
        var who = has == PlumberId ? Plumber : SecondPlumber;
        (await Do(who, id, "accept", Soon)).EnsureSuccessStatusCode();
        (await Do(who, id, "start")).EnsureSuccessStatusCode();
        foreach (var slot in new[] { "before", "after" })
        {
            var photo = await (await who.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
            (await who.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = "检查", slot, files = new[] { photo } })).EnsureSuccessStatusCode();
        }
        (await Do(who, id, "complete")).EnsureSuccessStatusCode();
    }

    /// <summary>True once the person has a message with that link and, where one is given, of that text; false after five seconds without.</summary>
    public async Task<bool> Told(TestPerson who, string link, string? text = null)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await Company.Read(db => db.Set<Platform.Notices.Notice>().AnyAsync(n => n.AccountId == who.AccountId && n.Link == link && (text == null || n.Text == text)))) return true;
            await Task.Delay(50);
        }
        return false;
    }

    bool still;

    OutboxWorker Worker => Company.Host.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single();

    /// <summary>From now on the outbox stands still but for <see cref="WorkOff"/>, so that a test knows when all was done. For hosts of one's own.</summary>
    public async Task Still()
    {
        await Worker.StopAsync(default);
        still = true;
    }

    /// <summary>Works off what is due by now in an outbox that stands <see cref="Still"/>, and what comes of it.</summary>
    public async Task WorkOff()
    {
        still.ShouldBeTrue("a worker in the background may have half of it in hand");
        do while (await Worker.Turn(Company.Id, default)) { }
        while (await IsDue());
    }

    Task<bool> IsDue()
    {
        var now = Company.Host.Clock.GetUtcNow().UtcDateTime;
        return Company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.ParkedAt == null && m.DueAt <= now));
    }

    /// <summary>A promise to be there in half an hour.</summary>
    public static object Soon => new { promisedAt = DateTime.UtcNow.AddMinutes(30) };
}
