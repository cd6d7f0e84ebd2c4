using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Staff.Contracts;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What the product remembers of people changes whom it chooses, as much as the company's weights say; limits it never trades. With nothing else between the two plumbers, the better one is chosen.</summary>
public sealed class DispatchFactTests
{
    const string Better = "周建国", Other = "何晓东";

    [Fact]
    public async Task The_companys_weights_say_what_counts_more()
    {
        var estate = await Estate.Build();
        (await estate.Do(estate.Plumber, await estate.Reported(), "accept", new { promisedAt = DateTime.UtcNow.AddHours(6) })).EnsureSuccessStatusCode();

        (await Chosen(estate)).ShouldBe(Better, "one ticket in hand weighs less than two levels of skill");
        await Weigh(estate, ("load", 10));
        (await Chosen(estate)).ShouldBe(Other);
        await Weigh(estate, ("skill", 10));
        (await Chosen(estate)).ShouldBe(Better);
    }

    [Fact]
    public async Task Low_ratings_in_that_category_speak_against_somebody_and_in_another_they_do_not()
    {
        var estate = await Estate.Build();
        await Past.Work(estate, estate.PlumberId, "drain-blocked", 5, daysAgo: 20, score: 1);
        (await Chosen(estate)).ShouldBe(Better);

        await Past.Work(estate, estate.PlumberId, "water-leak", 5, daysAgo: 20, score: 1);
        (await Chosen(estate)).ShouldBe(Other);
        await Weigh(estate, ("quality", 0));
        (await Chosen(estate)).ShouldBe(Better);
    }

    [Fact]
    public async Task Work_of_that_category_that_came_back_speaks_against_whoever_did_it()
    {
        var estate = await Estate.Build();
        await Past.Work(estate, estate.PlumberId, "drain-blocked", 5, daysAgo: 10, cameBack: true);
        (await Chosen(estate)).ShouldBe(Better);

        await Past.Work(estate, estate.PlumberId, "water-leak", 5, daysAgo: 10, cameBack: true);
        (await Chosen(estate)).ShouldBe(Other);
        await Weigh(estate, ("quality", 0));
        (await Chosen(estate)).ShouldBe(Better);
    }

    [Fact]
    public async Task Whoever_did_much_this_week_is_spared_and_last_month_does_not_count()
    {
        var estate = await Estate.Build();
        await Past.Work(estate, estate.PlumberId, "tap-valve", 6, daysAgo: 20);
        (await Chosen(estate)).ShouldBe(Better);

        await Past.Work(estate, estate.PlumberId, "tap-valve", 6, daysAgo: 2);
        (await Chosen(estate)).ShouldBe(Other);
        await Weigh(estate, ("fairness", 0));
        (await Chosen(estate)).ShouldBe(Better);
    }

    [Fact]
    public async Task No_weight_ever_trades_a_certificate()
    {
        var estate = await Estate.Build();
        await Electrician(estate, "旧证", level: 5, expires: new(2020, 1, 1));
        var (valid, validId) = await Electrician(estate, "新证", level: 1, expires: new(2099, 1, 1));
        // All else speaks against the one with the certificate.
        await Past.Work(estate, validId, "power-trip", 6, daysAgo: 2, score: 1, cameBack: true);

        foreach (var weight in new[] { 5, 0, 10 })
        {
            await Weigh(estate, All(weight));
            (await Chosen(estate, "power-trip")).ShouldBe("新证", $"all weights {weight}");
        }
        (await valid.Client.PutAsJsonAsync("api/v1/me/duty", new { on = false })).EnsureSuccessStatusCode();
        await StaysWithTheDesk(estate, await Report(estate, "power-trip"));
    }

    [Fact]
    public async Task No_weight_ever_trades_a_full_load()
    {
        var estate = await Estate.Build(file => file["tickets"]!["maxOpenPerTechnician"] = 1);
        await Weigh(estate, [.. All(0), ("skill", 10)]);
        (await estate.Until(await Report(estate), "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe(Better);

        (await estate.Until(await Report(estate), "assigned")).GetProperty("technician").GetProperty("name").GetString().ShouldBe(Other);
        await StaysWithTheDesk(estate, await Report(estate));
    }

    static async Task StaysWithTheDesk(Estate estate, Guid id)
    {
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "待派单：{0}，{1}。没有合适的人可自动派单。")).ShouldBeTrue();
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.State).SingleAsync())).ShouldBe(TicketState.Submitted);
    }

    // Who gets the next ticket; it is taken back, so that nothing of it is left with that person.
    static async Task<string?> Chosen(Estate estate, string category = "water-leak")
    {
        var id = await Report(estate, category);
        var who = (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString();
        (await estate.Do(estate.Manager, id, "cancel", new { note = "误报" })).EnsureSuccessStatusCode();
        return who;
    }

    static async Task<Guid> Report(Estate estate, string category = "water-leak") =>
        await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category(category), unitId = estate.Home, description = $"坏了 {Guid.NewGuid()}" })).ShouldBeMade();

    static (string, int)[] All(int weight) => [.. new[] { "skill", "area", "load", "distance", "urgency", "familiarity", "quality", "fairness" }.Select(w => (w, weight))];

    static async Task Weigh(Estate estate, params (string Weight, int Value)[] weights)
    {
        var admin = await estate.Company.Person("管理员", ("tickets.categories", DataScope.All));
        var rules = JsonNode.Parse((await admin.Client.GetJson("api/v1/settings/dispatch")).GetRawText())!;
        foreach (var (weight, value) in weights) rules["rules"]!["weights"]![weight] = value;
        (await admin.Client.PutAsJsonAsync("api/v1/settings/dispatch", rules)).EnsureSuccessStatusCode();
    }

    static async Task<(TestPerson Person, Guid Id)> Electrician(Estate estate, string name, int level, DateOnly expires)
    {
        var account = await estate.Company.NewAccount(name);
        var community = await estate.Company.Read(db => db.Set<MemberArea>().Select(a => a.CommunityId).FirstAsync());
        var hired = await estate.Company.In(s => s.GetRequiredService<IStaffDemo>().Hire(new NewStaff(name, account.UserName!, "engineering", "工程部", "电工")
        {
            FieldWork = true,
            OnDuty = true,
            Roles = ["technician"],
            Skills = [new("electric", level, "T-" + name, expires)],
            Areas = [(community, null)],
        }));
        hired.Error.ShouldBeNull(hired.Error?.Message);
        return (estate.Company.Sign(account), hired.Value);
    }
}
