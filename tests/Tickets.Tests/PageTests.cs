using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Platform.Notices;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

public sealed partial class PageTests
{
    [Fact]
    public async Task Whoever_answers_the_phone_finds_the_home_and_the_contact_is_filled_in()
    {
        var estate = await Estate.Build();

        var found = await estate.Dispatcher.Page("enter?q=1-1-1");
        found.ShouldContain("是哪一套");
        found.ShouldContain($"enter?unit={estate.Home}");
        var form = await estate.Dispatcher.Page($"enter?unit={estate.Home}");
        form.ShouldContain($"value=\"{estate.Resident.Phone}\"");
        var leak = await estate.Category("water-leak");
        await estate.Dispatcher.Submit($"enter?unit={estate.Home}", "enter", ("Input.Key", "k"), ("Input.Place", $"u:{estate.Home}"), ("Input.Category", leak.ToString()), ("Input.Words", "电话里说厨房漏水"),
            ("Input.Source", "Phone"), ("Input.Name", "林静怡"), ("Input.Phone", estate.Resident.Phone));

        var ticket = await estate.Company.Read(db => db.Set<Ticket>().SingleAsync());
        (ticket.UnitId, ticket.Source, ticket.ReporterAccountId).ShouldBe((estate.Home, TicketSource.Phone, estate.Resident.AccountId));
    }

    [Theory]
    [InlineData("work/{0}", "这张单不在您手上")]
    [InlineData("quotes/{0}", "没有找到这张单")]
    public async Task What_is_not_there_for_somebody_is_said_in_the_words_of_that_page(string address, string words)
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.PlumberId, note = "就他" })).Dispose();
        var answer = await estate.SecondPlumber.Client.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, id));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(words);
        (await estate.SecondPlumber.Client.GetAsync("nothing-of-that-name")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_photo_is_kept_when_the_report_is_refused()
    {
        var estate = await Estate.Build();
        (string, string)[] fields = [("Input.Key", "k"), ("Input.Category", (await estate.Category("water-leak")).ToString()), ("Input.Place", $"u:{estate.Home}")];

        var refused = await estate.Resident.SendFile("report", "report", "Upload", "leak.jpg", TestPhotos.Jpeg(), [.. fields, ("Input.Words", " ")]);
        refused.Status.ShouldBe(HttpStatusCode.OK);
        var kept = Kept().Match(refused.Html).Groups[1].Value;
        await estate.Resident.Submit("report", "report", [.. fields, ("Input.Words", "水管漏水"), ("Files", kept)]);

        (await estate.Company.Read(db => db.Set<TicketFile>().Select(f => f.AttachmentId).SingleAsync())).ShouldBe(Guid.Parse(kept));
    }

    [Fact]
    public async Task A_category_taken_out_of_use_is_brought_back_unchanged()
    {
        var estate = await Estate.Build();
        var id = await estate.Category("water-leak");
        var before = await Stored();
        var page = $"settings/categories?id={id}";
        var admin = await estate.Company.Person("管理员", ("tickets.categories", Platform.Access.DataScope.All));

        await admin.Submit(page, "category", ("Input.Version", "1"), ("Input.Name", before.Name), ("Input.Response", "15"), ("Input.Resolve", "240"), ("Input.Dispatch", "Auto"), ("Input.Where", "Both"));
        var changed = await Stored();
        changed.Retired.ShouldBeTrue();
        await admin.Submit(page, "restore", ("Input.Version", "2"));

        var after = await Stored();
        after.Retired.ShouldBeFalse();
        (after.Name, after.ResponseMinutes, after.ResolveMinutes, after.Skills.Count).ShouldBe((before.Name, 15, 240, changed.Skills.Count));

        Task<Category> Stored() => estate.Company.Read(db => db.Set<Category>().SingleAsync(c => c.Id == id));
    }

    [Fact]
    public async Task Opening_a_message_marks_it_read_and_leads_to_the_ticket()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        Notice? notice = null;
        for (var i = 0; i < 100 && notice is null; i++)
        {
            notice = await estate.Company.Read(db => db.Set<Notice>().FirstOrDefaultAsync(n => n.AccountId == estate.Plumber.AccountId));
            await Task.Delay(notice is null ? 50 : 0);
        }
        notice.ShouldNotBeNull().ReadAt.ShouldBeNull();

        (await estate.Neighbour.LeadsTo($"inbox?open={notice.Id}")).ShouldBeEmpty("somebody else's message leads nowhere");
        (await Stored()).ReadAt.ShouldBeNull();
        (await estate.Plumber.LeadsTo($"inbox?open={notice.Id}")).ShouldEndWith(id.ToString());
        (await Stored()).ReadAt.ShouldNotBeNull();

        Task<Notice> Stored() => estate.Company.Read(db => db.Set<Notice>().SingleAsync(n => n.Id == notice.Id));
    }

    [GeneratedRegex("name=\"Files\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex Kept();
}
