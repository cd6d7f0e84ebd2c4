using System.Net;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;

namespace Tickets.Tests;

public sealed class SheetTests
{
    [Fact]
    public async Task The_sheet_says_what_is_to_be_done_and_what_it_costs()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "material", text = "角阀接头", quantity = 1.5, unit = "个" })).EnsureSuccessStatusCode();
        var labour = await estate.Company.Read(db => db.Set<Tickets.Quotes.PriceItem>().Where(p => p.Key == "labour").Select(p => p.Id).SingleAsync());
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/quotes", new { lines = new[] { new { itemId = labour, quantity = 2 } } })).ShouldBeMade();
        var ticket = await estate.Manager.Client.GetJson($"api/v1/tickets/{id}");

        foreach (var who in new[] { estate.Plumber, estate.Dispatcher })
        {
            var sheet = await who.Page($"sheet/{id}");
            foreach (var word in new[] { ticket.GetProperty("number").GetString()!, "云栖花园 1幢1单元101", "林静怡", estate.Resident.Phone, "水槽下面的接头一直滴水", "角阀接头", "1.5", "¥120.00", "住户签名", "修前" }) sheet.ShouldContain(word);
        }
    }

    [Fact]
    public async Task The_sheet_is_for_those_of_the_staff_who_may_see_the_ticket()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var elsewhere = await estate.Company.Person("别处的", ("tickets.work", Platform.Access.DataScope.Own));

        (await elsewhere.Client.GetAsync($"sheet/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await estate.Resident.Client.GetAsync($"sheet/{id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await estate.Plumber.Client.GetAsync($"sheet/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nobody = new Guest(estate.Company);
        (await nobody.Open($"sheet/{id}")).Status.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task The_sheet_of_an_anonymous_complaint_names_nobody()
    {
        var estate = await Estate.Build();
        var leaf = await estate.Company.Read(db => db.Set<Category>().Where(c => c.ParentId != null && c.Kind == TicketKind.Complaint && c.Where == PlaceRule.Both && c.Dispatch == DispatchMode.Manual).Select(c => c.Id).FirstAsync());
        var id = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, unitId = estate.Home, description = "楼下垃圾三天没人收", anonymous = true })).ShouldBeMade();

        var sheet = await estate.Manager.Page($"sheet/{id}");

        sheet.ShouldContain("匿名住户");
        foreach (var secret in new[] { "林静怡", estate.Resident.Phone, "单元101" }) sheet.ShouldNotContain(secret);
    }

    [Fact]
    public async Task The_code_on_the_sheet_leads_everybody_to_the_page_they_have()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();

        (await estate.Dispatcher.LeadsTo($"t/{id}")).ShouldEndWith($"desk/tickets/{id}");
        (await estate.Plumber.LeadsTo($"t/{id}")).ShouldEndWith($"work/{id}");
        (await estate.Resident.LeadsTo($"t/{id}")).ShouldEndWith($"{estate.Company.Slug}/tickets/{id}");
    }
}
