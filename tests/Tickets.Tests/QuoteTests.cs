using CsCheck;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;
using Tickets.Quotes;

namespace Tickets.Tests;

public sealed class QuoteTests
{
    [Fact]
    public async Task Work_is_quoted_agreed_to_on_the_phone_and_charged_when_it_is_done()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        var quote = await Offer(estate, id, ("labour", 1.5m, null), ("angle-valve", 2, null), ("material", 1, 12.34m));
        (await estate.Told(estate.Resident, $"tickets/{id}", "{0}：师傅报价 {1}，请看过再答复。")).ShouldBeTrue();

        await (await estate.Do(estate.Plumber, id, "complete", new { note = "好了" })).ShouldBeProblem(422, "tickets/evidence-missing");
        await (await estate.Neighbour.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, version = 1 })).ShouldBeProblem(404, "not-found");
        await estate.Resident.Submit($"quotes/{id}", "answer", ("Reply.Id", quote.ToString()), ("Reply.Version", "1"), ("Reply.State", "Accepted"));
        (await estate.Do(estate.Plumber, id, "complete", new { note = "好了" })).EnsureSuccessStatusCode();

        var stored = await estate.Company.Read(db => db.Set<Quote>().Include(q => q.Lines).SingleAsync());
        (stored.State, stored.Total, stored.ChargedAt is not null).ShouldBe((QuoteState.Charged, 159.34m, true));
        stored.Lines.OrderBy(l => l.Order).Select(l => l.Amount).ShouldBe([90m, 57m, 12.34m]);
    }

    [Fact]
    public async Task A_price_of_the_list_is_not_the_technicians_to_change()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        await (await Ask(estate, id, ("labour", 1, 10m))).ShouldBeProblem(400, "tickets/quote-fixed");
        await (await Ask(estate, id, ("material", 1, null))).ShouldBeProblem(400, "tickets/quote-price");
        await (await Ask(estate, id, ("material", 1, 1.005m))).ShouldBeProblem(400, "tickets/quote-price");
        await (await Ask(estate, id, ("labour", 0, null))).ShouldBeProblem(400, "tickets/quote-quantity");
        await (await Ask(estate, id)).ShouldBeProblem(400, "tickets/quote-lines");
        (await estate.Company.Read(db => db.Set<Quote>().AnyAsync())).ShouldBeFalse();
        (await estate.Company.Read(db => db.Set<TicketMove>().AnyAsync(m => m.Act == TicketAct.Quote))).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answered_quote_is_answered_and_a_newer_one_takes_the_place_of_an_open_one()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        var first = await Offer(estate, id, ("labour", 1, null));
        var second = await Offer(estate, id, ("labour", 2, null));
        await (await estate.Resident.Client.Post($"api/v1/quotes/{first}/answer", new { accept = true, version = 1 })).ShouldBeProblem(409, "stale");
        await (await estate.Resident.Client.Post($"api/v1/quotes/{first}/answer", new { accept = true, version = 2 })).ShouldBeProblem(409, "tickets/quote-answered");
        (await estate.Resident.Client.Post($"api/v1/quotes/{second}/answer", new { accept = false, words = "太贵了", version = 1 })).EnsureSuccessStatusCode();

        (await estate.Do(estate.Plumber, id, "complete", new { note = "好了" })).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Quote>().OrderBy(q => q.Id).Select(q => q.State).ToListAsync())).ShouldBe([QuoteState.Withdrawn, QuoteState.Declined]);
    }

    [Fact]
    public async Task The_desk_answers_for_a_resident_only_with_what_the_resident_said()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        var quote = await Offer(estate, id, ("labour", 1, null));
        await (await estate.Dispatcher.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, version = 1 })).ShouldBeProblem(400, "tickets/quote-how");
        (await estate.Dispatcher.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, words = "电话里同意，14:20", version = 1 })).EnsureSuccessStatusCode();
        var stored = await estate.Company.Read(db => db.Set<Quote>().SingleAsync());
        (stored.State, stored.Answer, stored.AnsweredBy).ShouldBe((QuoteState.Accepted, "电话里同意，14:20", "沈佳"));
        await (await estate.Plumber.Client.Post($"api/v1/quotes/{quote}/withdraw", new { version = 2 })).ShouldBeProblem(409, "tickets/quote-answered");
    }

    [Fact]
    public async Task Work_that_is_done_again_is_not_charged_again()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        var quote = await Offer(estate, id, ("labour", 1, null));
        (await estate.Resident.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, version = 1 })).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
        var charged = await estate.Company.Read(db => db.Set<Quote>().Select(q => q.ChargedAt).SingleAsync());
        (await estate.Do(estate.Resident, id, "reopen", new { note = "又漏了" })).EnsureSuccessStatusCode();
        await estate.Until(id, "assigned");
        await Begin(estate, id);
        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Quote>().Select(q => q.ChargedAt).SingleAsync())).ShouldBe(charged);
    }

    [Fact]
    public async Task Hours_are_kept_as_labour_summed_under_the_record_and_printed()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate);
        foreach (var wrong in new decimal?[] { null, 0, 0.001m, 100, 1.234m }) await (await Work(estate, id, "labour", wrong)).ShouldBeProblem(400, "tickets/bad-hours");
        (await Work(estate, id, "labour", 1.5m)).EnsureSuccessStatusCode();
        (await Work(estate, id, "labour", 0.25m)).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<WorkEntry>().Where(w => w.Kind == WorkKind.Labour).OrderBy(w => w.Id).Select(w => new { w.Quantity, w.Unit }).ToListAsync())).ShouldBe([new { Quantity = (decimal?)1.5m, Unit = (string?)null }, new { Quantity = (decimal?)0.25m, Unit = (string?)null }]);
        (await estate.Plumber.Page($"work/{id}")).ShouldContain("1.75 小时");
        (await estate.Plumber.Page($"sheet/{id}")).ShouldContain("小时");
    }

    [Fact]
    public async Task The_price_list_is_kept_on_a_page_and_old_quotes_keep_their_prices()
    {
        var estate = await Estate.Build();
        var admin = await estate.Company.Person("管理员", ("tickets.prices", Platform.Access.DataScope.All));
        var id = await Begun(estate);
        await Offer(estate, id, ("labour", 1, null));
        var labour = await estate.Company.Read(db => db.Set<PriceItem>().Where(p => p.Key == "labour").Select(p => p.Id).SingleAsync());
        (await admin.Send($"settings/prices?id={labour}", "price", ("Input.Version", "1"), ("Input.Group", "上门"), ("Input.Name", "维修人工"), ("Input.Unit", "小时"), ("Input.Price", "6x"), ("Input.InUse", "true"))).Html.ShouldContain("单价要在 0 到");
        await admin.Submit($"settings/prices?id={labour}", "price", ("Input.Version", "1"), ("Input.Group", "上门"), ("Input.Name", "维修人工"), ("Input.Unit", "小时"), ("Input.Price", "75.50"), ("Input.InUse", "true"));
        (await estate.Company.Read(db => db.Set<PriceItem>().Where(p => p.Key == "labour").Select(p => p.Price).SingleAsync())).ShouldBe(75.5m);
        (await estate.Company.Read(db => db.Set<QuoteLine>().Select(l => l.Price).SingleAsync())).ShouldBe(60m);
        await (await estate.Plumber.Client.Post("api/v1/price-items", new { group = "上门", name = "免单", unit = "次", price = 0 })).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public void A_quotes_total_is_the_sum_of_its_lines_each_to_the_cent() =>
        Gen.Select(Gen.Int[1, 9_999_000], Gen.Int[0, 2_000_00]).List[1, 8].Sample(lines =>
        {
            var items = lines.Select((l, i) => Item($"i{i}", l.Item2 / 100m)).ToList();
            var asks = lines.Select((l, i) => new QuoteAsk(items[i].Id, l.Item1 / 1000m)).ToList();
            var offered = Quote.Offer(Guid.Empty, Guid.Empty, asks, items.ToDictionary(i => i.Id), null, new Act(Actor.Assignee, null, "师傅", DateTime.UtcNow));
            // In whole thousandths of a 分, so that nothing is rounded by accident.
            var expected = lines.Sum(l => ((long)l.Item1 * l.Item2 + 500) / 1000) / 100m;
            if (expected > PriceItem.Most) offered.Error!.Code.ShouldBe("tickets/quote-total");
            else offered.Value.Total.ShouldBe(expected);
        });

    static PriceItem Item(string key, decimal price)
    {
        var item = new PriceItem(key);
        item.Describe("组", key, "个", price, 1).Error.ShouldBeNull();
        return item;
    }

    internal static async Task<Guid> Begun(Estate estate, string? category = null)
    {
        var id = category is null ? await estate.Reported() : await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category(category), unitId = estate.Home, description = "关不紧" })).ShouldBeMade();
        await estate.Until(id, "assigned");
        await Begin(estate, id);
        return id;
    }

    internal static Task<HttpResponseMessage> Work(Estate estate, Guid id, string kind, decimal? quantity) => estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind, text = "角阀", quantity });

    internal static async Task Begin(Estate estate, Guid id)
    {
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = "检查" })).EnsureSuccessStatusCode();
        foreach (var slot in new[] { "before", "after" })
        {
            var photo = await (await estate.Plumber.Client.Upload(TestPhotos.Jpeg(8, 8))).ShouldBeMade();
            (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", slot, files = new[] { photo } })).EnsureSuccessStatusCode();
        }
    }

    static async Task<HttpResponseMessage> Ask(Estate estate, Guid id, params (string Key, decimal Quantity, decimal? Price)[] lines)
    {
        var items = await estate.Company.Read(db => db.Set<PriceItem>().ToDictionaryAsync(p => p.Key, p => p.Id));
        return await estate.Plumber.Client.Post($"api/v1/tickets/{id}/quotes", new { lines = lines.Select(l => new { itemId = items[l.Key], quantity = l.Quantity, price = l.Price }) });
    }

    internal static async Task<Guid> Offer(Estate estate, Guid id, params (string Key, decimal Quantity, decimal? Price)[] lines) => await (await Ask(estate, id, lines)).ShouldBeMade();
}
