using Microsoft.EntityFrameworkCore;
using Tickets.Life;
using Tickets.Quotes;
using static Tickets.Tests.QuoteTests;

namespace Tickets.Tests;

/// <summary>When something is owed, and when not: what has to be agreed to before work that may cost something.</summary>
public sealed class ChargingTests
{
    [Fact]
    public async Task What_may_cost_something_is_neither_written_down_nor_finished_before_the_resident_agreed()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        await (await Work(estate, id, "material", 1)).ShouldBeProblem(422, "tickets/not-agreed");
        await (await Work(estate, id, "labour", 0.5m)).ShouldBeProblem(422, "tickets/not-agreed");
        (await Work(estate, id, "problem", null)).EnsureSuccessStatusCode();
        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(422, "tickets/evidence-missing");
        (await estate.Plumber.Page($"work/{id}")).ShouldContain("还差：住户同意的报价，或不收费的说明");

        var quote = await Offer(estate, id, ("labour", 1, null));
        await (await Work(estate, id, "labour", 0.5m)).ShouldBeProblem(422, "tickets/not-agreed");
        (await estate.Resident.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, version = 1 })).EnsureSuccessStatusCode();
        (await Work(estate, id, "labour", 0.5m)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task That_it_costs_nothing_is_said_with_a_reason_the_resident_reads_and_is_never_charged()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        var first = await Offer(estate, id, ("labour", 1, null));
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/quotes", new { free = true, note = " " })).ShouldBeProblem(400, "tickets/quote-free");
        await estate.Plumber.Submit($"quotes/{id}", "offer", ("Input.Key", Guid.NewGuid().ToString()), ("Input.Note", "在保修期内"), ("Input.Free", "true"));

        (await estate.Told(estate.Resident, $"tickets/{id}", "{0}：这次不收费。{1}")).ShouldBeTrue();
        (await estate.Resident.Page($"tickets/{id}")).ShouldContain("在保修期内");
        (await Work(estate, id, "material", 2)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Quote>().OrderBy(q => q.Id).Select(q => new { q.Id, q.State, q.Total, q.ChargedAt }).ToListAsync()))
            .ShouldBe([new { Id = first, State = QuoteState.Withdrawn, Total = 60m, ChargedAt = (DateTime?)null }, new { Id = await Newest(estate), State = QuoteState.Free, Total = 0m, ChargedAt = (DateTime?)null }]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_agreed_to_is_not_charged_once_the_work_is_free_whether_it_had_been_answered_or_not(bool agreed)
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        var quote = await Offer(estate, id, ("labour", 1, null));
        if (agreed) (await estate.Resident.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, version = 1 })).EnsureSuccessStatusCode();
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/quotes", new { free = true, note = "在保修期内" })).EnsureSuccessStatusCode();

        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
        (await estate.Company.Read(db => db.Set<Quote>().OrderBy(q => q.Id).Select(q => q.State).ToListAsync())).ShouldBe([QuoteState.Withdrawn, QuoteState.Free]);
        (await estate.Company.Read(db => db.Set<Quote>().CountAsync(q => q.ChargedAt != null))).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_agreed_for_one_kind_of_work_does_not_cover_another()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/quotes", new { free = true, note = "在保修期内" })).EnsureSuccessStatusCode();
        (await Work(estate, id, "material", 1)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Dispatcher, id, "reclassify", new { categoryId = await estate.Category("drain-blocked"), note = "其实是堵了" })).EnsureSuccessStatusCode();
        await (await Work(estate, id, "material", 1)).ShouldBeProblem(422, "tickets/not-agreed");
        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(422, "tickets/evidence-missing");
    }

    [Fact]
    public async Task A_price_for_whoever_only_phoned_is_asked_about_by_the_desk()
    {
        var estate = await Estate.Build();
        var id = await (await estate.Dispatcher.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("tap-valve"), unitId = estate.Home, description = "关不紧", contactName = "路过的人", contactPhone = "13700000009", source = "phone" })).ShouldBeMade();
        (await estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id).Select(t => t.ReporterAccountId).SingleAsync())).ShouldBeNull();
        await estate.Until(id, "assigned");
        await Begin(estate, id);
        var quote = await Offer(estate, id, ("labour", 1, null));
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "请打电话问住户同不同意报价 {2}：{0}，{1}。")).ShouldBeTrue();
        (await estate.Dispatcher.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, words = "电话里同意", version = 1 })).EnsureSuccessStatusCode();
        (await estate.Told(estate.Plumber, $"work/{id}", "住户同意了报价：{0}，{1}。")).ShouldBeTrue();
        (await estate.Do(estate.Plumber, id, "complete")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task The_desk_names_a_price_for_a_company_outside_only_and_hears_the_answer()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        var labour = await estate.Company.Read(db => db.Set<PriceItem>().Where(p => p.Key == "labour").Select(p => p.Id).SingleAsync());
        var price = new { lines = new[] { new { itemId = labour, quantity = 2 } } };
        await (await estate.Dispatcher.Client.Post($"api/v1/tickets/{id}/quotes", price)).ShouldBeProblem(403, "tickets/not-yours");
        (await estate.Neighbour.Client.Post($"api/v1/tickets/{id}/quotes", price)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await Acts(estate, id)).ShouldNotContain("quote");

        var contractor = await ContractorTests.Contractor(estate);
        var (link, code) = await ContractorTests.Give(estate, id, contractor);
        (await estate.Told(estate.Plumber, "day", "{0}，{1} 已改派给 {2}，您不用去了。")).ShouldBeTrue("who had it must not go there");
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        (await Acts(estate, id)).ShouldContain("quote");
        (await estate.Dispatcher.Page($"desk/tickets/{id}")).ShouldContain("去报价");
        var first = await (await estate.Dispatcher.Client.Post($"api/v1/tickets/{id}/quotes", price)).ShouldBeMade();
        (await estate.Resident.Client.Post($"api/v1/quotes/{first}/answer", new { accept = false, words = "太贵", version = 1 })).EnsureSuccessStatusCode();
        (await estate.Told(estate.Dispatcher, $"desk/tickets/{id}", "住户没有同意报价：{0}，{1}。")).ShouldBeTrue();
        (await estate.Dispatcher.Page($"desk/tickets/{id}")).ShouldContain("去报价", customMessage: "after a refusal there is a way on");

        var second = await (await estate.Dispatcher.Client.Post($"api/v1/tickets/{id}/quotes", new { lines = new[] { new { itemId = labour, quantity = 1 } } })).ShouldBeMade();
        (await estate.Resident.Client.Post($"api/v1/quotes/{second}/answer", new { accept = true, version = 1 })).EnsureSuccessStatusCode();
        await guest.Submit(link, "act", ("Input.Act", "Start"));
        await guest.Submit(link, "act", ("Input.Act", "Complete"), ("Input.Note", "已修好"));
        (await estate.Company.Read(db => db.Set<Quote>().Where(q => q.Id == second).Select(q => q.State).SingleAsync())).ShouldBe(QuoteState.Charged);
    }

    [Fact]
    public async Task A_resident_in_whose_name_the_desk_answered_hears_of_it()
    {
        var estate = await Estate.Build();
        var id = await Begun(estate, "tap-valve");
        var quote = await Offer(estate, id, ("labour", 1, null));
        (await estate.Dispatcher.Client.Post($"api/v1/quotes/{quote}/answer", new { accept = true, words = "电话里同意", version = 1 })).EnsureSuccessStatusCode();
        (await estate.Told(estate.Resident, $"tickets/{id}", "{0}：{1} 替您记下：同意报价 {2}。不是您的意思请马上告诉我们。")).ShouldBeTrue();
    }

    static Task<Guid> Newest(Estate estate) => estate.Company.Read(db => db.Set<Quote>().OrderByDescending(q => q.Id).Select(q => q.Id).FirstAsync());

    static async Task<IEnumerable<string?>> Acts(Estate estate, Guid id) => (await estate.Dispatcher.Client.GetJson($"api/v1/tickets/{id}")).GetProperty("acts").EnumerateArray().Select(a => a.GetString());
}
