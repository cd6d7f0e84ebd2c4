using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tickets.Life;
using Tickets.Quotes;

namespace Browser.Tests;

/// <summary>What technicians do among themselves and with the price, each with a phone.</summary>
public sealed class TechnicianTests(Browsers browsers)
{
    [Fact]
    public async Task Of_two_who_grab_one_gets_it_and_the_other_is_told_that_it_is_gone()
    {
        var estate = await Stored.LeaksAre("grab");
        var first = await browsers.Phone(estate, estate.Plumber);
        var second = await browsers.Phone(estate, estate.SecondPlumber);
        foreach (var phone in new[] { first, second })
        {
            await phone.Page.ClickAsync("nav a:has-text('抢单')");
            await phone.Sees("#pool >> text=现在没有可抢的单");
        }
        // It comes onto both open pages by itself.
        var id = await estate.Leaks("阳台水管裂了");
        foreach (var phone in new[] { first, second })
        {
            await phone.Page.ClickAsync("#pool a:has-text('看看并抢单')");
            await phone.Sees("button[value=Accept]:has-text('抢单')");
        }

        await first.Page.ClickAsync("button[value=Accept]");
        await first.Sees("button[value=Depart]");
        await second.Page.ClickAsync("button[value=Accept]");
        await second.Sees("text=可能已转给别人");

        var ticket = await estate.Ticket(id);
        (ticket.State, ticket.AssigneeId, ticket.PromisedAt is not null).ShouldBe((TicketState.Accepted, estate.PlumberId, true));
        (await estate.Company.Read(db => db.Set<TicketMove>().CountAsync(m => m.TicketId == id && m.Act == TicketAct.Grab))).ShouldBe(1);
        await second.Page.GotoAsync($"{estate.Company.Slug}/pool");
        await second.Sees("#pool >> text=现在没有可抢的单");
        first.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_colleague_who_refuses_gives_it_back_to_be_accepted_with_a_time_that_the_resident_reads()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var plumber = await browsers.Phone(estate, estate.Plumber);
        var second = await browsers.Phone(estate, estate.SecondPlumber);
        var resident = await browsers.Phone(estate, estate.Resident);
        await resident.Page.ClickAsync("#waiting a.row");

        await plumber.Page.ClickAsync("#day a.btn:has-text('接单')");
        await plumber.Page.ClickAsync("summary:has-text('转派')");
        await plumber.Page.ClickAsync("label.cand:has-text('何晓东')");
        await plumber.Page.FillAsync("#pass-why", "在另一头抢修");
        await plumber.Page.ClickAsync("form:has(#pass-why) button:has-text('转派')");
        await plumber.Page.WaitForURLAsync("**/day");
        await plumber.Sees("#day >> text=手上没有单");
        (await estate.Ticket(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);

        await second.Page.ClickAsync("#day a.btn:has-text('接单')");
        await second.Page.ClickAsync("summary:has-text('拒绝，退给周建国')");
        await second.Page.FillAsync("#note-Refuse", "没带工具");
        await second.Page.ClickAsync("button[value=Refuse]");
        await second.Page.WaitForURLAsync("**/day");

        await plumber.Page.ClickAsync("#day a.btn:has-text('接单')");
        await plumber.Sees("#timeline >> text=没带工具");
        var local = DateTime.UtcNow.AddHours(8 + 3);
        var promise = local.AddSeconds(-local.Second).AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        await plumber.Page.FillAsync("#other", promise.ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await plumber.Page.ClickAsync("button[value=Accept]");
        await plumber.Sees("button[value=Depart]");
        await resident.Sees($"#now >> text={promise:HH:mm}");

        var ticket = await estate.Ticket(id);
        (ticket.AssigneeId, ticket.State, ticket.PromisedAt).ShouldBe((estate.PlumberId, TicketState.Accepted, promise.AddHours(-8)));
        (await estate.Move(id, TicketAct.Transfer)).Note.ShouldBe("在另一头抢修");
        (await estate.Move(id, TicketAct.Refuse)).Note.ShouldBe("没带工具");
        foreach (var screen in new[] { plumber, second, resident }) screen.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quote_of_two_lines_is_offered_on_site_with_its_sum_and_answered_at_home()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        var plumber = await browsers.Phone(estate, estate.Plumber);
        var resident = await browsers.Phone(estate, estate.Resident);
        await resident.Page.ClickAsync("#waiting a.row");
        await plumber.Page.ClickAsync("#day a.btn:has-text('去处理')");
        await plumber.Page.ClickAsync("a:has-text('去报价')");

        await Offer(plumber, ("维修人工", "1.5", ""), ("角阀", "2", ""));
        await plumber.Sees("#quotes >> text=¥147.00");
        await resident.Page.ClickAsync("#price a:has-text('看过了，去答复')");
        await resident.Sees("#quotes li:has-text('维修人工') >> text=¥90.00");
        await resident.Page.ClickAsync("button:has-text('同意 ¥147.00')");
        await resident.Misses("button:has-text('同意 ¥147.00')");
        await plumber.Sees("#quotes >> text=同意了");

        await Offer(plumber, ("其他材料", "1", "88.8"));
        await resident.Page.FillAsync("#how", "太贵了，先不换");
        await resident.Page.ClickAsync("button:has-text('不同意')");
        await plumber.Sees("#quotes >> text=太贵了，先不换");

        var quotes = await estate.Company.Read(db => db.Set<Quote>().Include(q => q.Lines).Where(q => q.TicketId == id).OrderBy(q => q.Id).ToListAsync());
        quotes.Select(q => (q.State, q.Total, q.Answer)).ShouldBe([(QuoteState.Accepted, 147m, null), (QuoteState.Declined, 88.8m, "太贵了，先不换")]);
        quotes[0].Lines.OrderBy(l => l.Order).Select(l => (l.Name, l.Quantity, l.Amount)).ShouldBe([("维修人工", 1.5m, 90m), ("角阀", 2m, 57m)]);
        foreach (var screen in new[] { plumber, resident }) screen.Errors.ShouldBeEmpty();
    }

    static async Task Offer(Screen phone, params (string Item, string Quantity, string Price)[] lines)
    {
        foreach (var (i, (item, quantity, price)) in lines.Index())
        {
            var option = await phone.Page.Locator($"#item-{i} option", new() { HasText = item }).First.GetAttributeAsync("value");
            await phone.Page.SelectOptionAsync($"#item-{i}", option!);
            await phone.Page.FillAsync($"#qty-{i}", quantity);
            await phone.Page.FillAsync($"#price-{i}", price);
        }
        var before = await phone.Page.Locator("#quotes > section").CountAsync();
        await phone.Page.ClickAsync("button:has-text('发给住户')");
        await phone.Page.WaitForFunctionAsync($"document.querySelectorAll('#quotes > section').length > {before}");
    }
}
