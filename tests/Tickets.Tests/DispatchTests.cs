using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Tickets.Dispatch;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class DispatchTests
{
    static Task<Estate> With(string mode) => Estate.Build(file =>
    {
        foreach (var leaf in file["categories"]!.AsArray().SelectMany(g => g!["children"]!.AsArray()).Where(l => (string)l!["key"]! == "water-leak")) leaf!["dispatch"] = mode;
    });

    static async Task<Guid> Report(Estate estate, string words) => await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak(words))).ShouldBeMade();

    static async Task<string?> Holder(Estate estate, Guid id) => (await estate.Until(id, "assigned")).GetProperty("technician").GetProperty("name").GetString();

    static Task<DispatchDecision> Last(Estate estate, Guid id) => estate.Company.Read(db => db.Set<DispatchDecision>().AsNoTracking().Where(d => d.TicketId == id).OrderByDescending(d => d.Id).FirstAsync());

    static async Task Duty(TestPerson who, bool on) => (await who.Client.PutAsync("api/v1/me/duty", JsonContent(new { on }))).EnsureSuccessStatusCode();

    static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");

    // As if the next few minutes had passed.
    static async Task Rearrange(Estate estate, Guid ticket)
    {
        try
        {
            await estate.Company.Change(async (services, db) =>
                await services.GetRequiredService<BatchSchedule>().Soon(await db.Set<Ticket>().Where(t => t.Id == ticket).Select(t => t.CommunityId).SingleAsync(), default));
        }
        catch (DbUpdateConcurrencyException)
        {
            // The roster changed in the same moment, and a run is planned already.
        }
        for (var i = 0; i < 200 && await estate.Company.Read(db => db.Set<BatchRun>().AnyAsync(r => r.LastAt == null)); i++) await Task.Delay(50);
    }

    [Fact]
    public async Task Preferring_somebody_else_needs_a_reason_which_is_kept_and_counted()
    {
        var estate = await With("manual");
        var id = await Report(estate, "水龙头关不紧");
        await (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.SecondPlumberId })).ShouldBeProblem(400, "tickets/override-reason");
        await (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.SecondPlumberId, note = "  " })).ShouldBeProblem(400, "tickets/override-reason");
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.SecondPlumberId, note = "住户点名要小何" })).EnsureSuccessStatusCode();

        var kept = await Last(estate, id);
        (kept.Overridden, kept.Engine, kept.BestStaffId, kept.ChosenStaffId, kept.Reason).ShouldBe((true, DispatchEngine.Hand, estate.PlumberId, estate.SecondPlumberId, "住户点名要小何"));
        var counted = await estate.Dispatcher.Client.GetJson("api/v1/dispatch/decisions");
        counted.GetProperty("overridden").GetInt32().ShouldBe(1);
        counted.GetProperty("newest")[0].GetProperty("reason").GetString().ShouldBe("住户点名要小何");
        var page = await estate.Dispatcher.Page($"desk/tickets/{id}");
        page.ShouldContain("没有采用系统推荐");
        page.ShouldContain("为什么是 何晓东");
    }

    [Fact]
    public async Task Following_the_product_needs_no_reason()
    {
        var estate = await With("manual");
        var id = await Report(estate, "水龙头关不紧");
        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = estate.PlumberId })).EnsureSuccessStatusCode();

        var kept = await Last(estate, id);
        (kept.Overridden, kept.RunnerUpName).ShouldBe((false, "何晓东"));
    }

    [Fact]
    public async Task The_desk_form_asks_for_the_reason_beside_its_field()
    {
        var estate = await With("manual");
        var id = await Report(estate, "水龙头关不紧");
        var version = (await estate.Manager.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("version").GetRawText();

        var refused = (await estate.Dispatcher.Send($"desk/tickets/{id}", "assign", ("Input.Version", version), ("Input.Staff", estate.SecondPlumberId.ToString()))).Html;
        refused.ShouldContain("这不是系统推荐的人");
        refused.ShouldContain("系统推荐 周建国");
    }

    [Fact]
    public async Task What_nobody_accepted_goes_to_whoever_is_there_sooner_and_what_is_accepted_stays()
    {
        var estate = await With("auto");
        await Duty(estate.SecondPlumber, on: false);
        var (accepted, waiting) = (await Report(estate, "厨房漏水"), await Report(estate, "卫生间漏水"));
        (await Holder(estate, accepted)).ShouldBe("周建国");
        (await Holder(estate, waiting)).ShouldBe("周建国");
        (await estate.Do(estate.Plumber, accepted, "accept", Estate.Soon)).EnsureSuccessStatusCode();

        await Duty(estate.SecondPlumber, on: true);
        await Rearrange(estate, waiting);

        (await Holder(estate, waiting)).ShouldBe("何晓东");
        (await estate.Until(accepted, "accepted")).GetProperty("technician").GetProperty("name").GetString().ShouldBe("周建国");
        var kept = await Last(estate, waiting);
        (kept.Engine, kept.Automatic, kept.RunnerUpName).ShouldBe((DispatchEngine.Batch, true, "周建国"));
        kept.Reason!.ShouldContain("何晓东");
        var timeline = (await estate.Manager.Client.GetJson($"api/v1/tickets/{waiting}")).GetProperty("timeline").EnumerateArray().ToList();
        timeline[^1].GetProperty("note").GetString().ShouldBe(kept.Reason);
        await Hears(estate.Plumber, "您不用去了");
        await Hears(estate.SecondPlumber, "新工单");

        await Rearrange(estate, waiting);
        (await Holder(estate, waiting)).ShouldBe("何晓东", "nothing is given back and forth");
    }

    static async Task Hears(TestPerson who, string words)
    {
        for (var i = 0; i < 100; i++)
        {
            if ((await who.Client.GetJson("api/v1/notices")).GetProperty("items").EnumerateArray().Any(n => n.GetProperty("text").GetString()!.Contains(words, StringComparison.Ordinal))) return;
            await Task.Delay(50);
        }
        throw new TimeoutException($"{who.Name} did not hear “{words}”.");
    }

    [Fact]
    public async Task Tickets_arranged_together_are_shared_out()
    {
        var estate = await With("batch");
        var ids = new[] { await Report(estate, "厨房漏水"), await Report(estate, "卫生间漏水") };

        new[] { await Holder(estate, ids[0]), await Holder(estate, ids[1]) }.ShouldBe(["周建国", "何晓东"], ignoreOrder: true);
        (await Last(estate, ids[0])).Engine.ShouldBe(DispatchEngine.Batch);
    }

    [Fact]
    public async Task A_batch_ticket_that_nobody_can_take_is_told_to_the_desk_once()
    {
        var estate = await With("batch");
        await Duty(estate.Plumber, on: false);
        await Duty(estate.SecondPlumber, on: false);
        var id = await Report(estate, "厨房漏水");
        await Hears(estate.Dispatcher, "没有合适的人");
        await Rearrange(estate, id);
        await Rearrange(estate, id);

        (await estate.Company.Read(db => db.Set<DispatchDecision>().CountAsync(d => d.TicketId == id))).ShouldBe(1);
        await Duty(estate.SecondPlumber, on: true);
        await Rearrange(estate, id);
        (await Holder(estate, id)).ShouldBe("何晓东");
    }

    [Fact]
    public async Task In_turn_everybody_qualified_gets_the_next_one()
    {
        var estate = await With("roundRobin");
        List<string?> holders = [];
        for (var n = 0; n < 4; n++) holders.Add(await Holder(estate, await Report(estate, $"第 {n} 处漏水")));

        holders[0].ShouldNotBe(holders[1]);
        holders[2..].ShouldBe(holders[..2]);
    }

    [Fact]
    public async Task The_rules_are_read_checked_and_saved()
    {
        var estate = await Estate.Build();
        var admin = await estate.Company.Person("管理员", ("tickets.categories", DataScope.All));
        var read = JsonNode.Parse((await admin.Client.GetJson("api/v1/settings/dispatch")).GetRawText())!;
        read["rules"]!["weights"]!["fairness"] = 11;
        await (await admin.Client.PutAsync("api/v1/settings/dispatch", JsonContent(read))).ShouldBeProblem(400, "tickets/dispatch-weights");
        read["rules"]!["weights"]!["fairness"] = 9;
        (await admin.Client.PutAsync("api/v1/settings/dispatch", JsonContent(read))).EnsureSuccessStatusCode();
        await (await admin.Client.PutAsync("api/v1/settings/dispatch", JsonContent(read))).ShouldBeProblem(409, "stale");

        (await admin.Page("settings/dispatch")).ShouldContain("value=\"9\"");
        var now = await admin.Client.GetJson("api/v1/settings/dispatch");
        (now.GetProperty("rules").GetProperty("weights").GetProperty("fairness").GetInt32(), now.GetProperty("rules").GetProperty("batchMinutes").GetInt32()).ShouldBe((9, 5));
        (await estate.Resident.Client.GetAsync("api/v1/settings/dispatch")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }
}
