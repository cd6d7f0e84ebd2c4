using System.Net;
using Microsoft.EntityFrameworkCore;
using Platform.Attachments;
using Tickets.Contractors;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>What may be sent to a contractor's address: little before the code was given, a contractor's photos after it.</summary>
public sealed class ContractorFormTests
{
    const string Sentence = "请减少照片或视频后再试";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_not_given_the_code_may_send_next_to_nothing(bool lies)
    {
        var (estate, _, link, _) = await Given();
        var head = lies ? "Transfer-Encoding: chunked\r\n\r\n11170\r\n" : $"Content-Length: {360 * 1024 * 1024}\r\n\r\n";

        var said = await RawSocket.SendAndWait(estate.Company.Host, Head(estate, link, "") + head, new byte[70_000]);

        said.ShouldStartWith("HTTP/1.1 413 ");
        said.ShouldContain(Sentence);
    }

    [Fact]
    public async Task A_cookie_of_ones_own_making_opens_nothing()
    {
        var (estate, id, link, _) = await Given();

        var said = await RawSocket.SendAndWait(estate.Company.Host, Head(estate, link, $"{ContractorWork.CookieOf(link[2..])}={id:N}") + $"Content-Length: {1024 * 1024}\r\n\r\n", new byte[1000]);

        said.ShouldStartWith("HTTP/1.1 413 ");
    }

    [Fact]
    public async Task After_the_code_photos_are_taken_and_more_than_nine_of_the_largest_are_refused()
    {
        var (estate, id, link, code) = await Given();
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        await guest.Submit(link, "act", ("Input.Act", "Start"));

        var photo = TestPhotos.Jpeg(64, 64);
        Array.Resize(ref photo, 5 * 1024 * 1024);
        (await guest.Send(link, "act", photo, ("Input.Act", "Record"), ("Input.Text", "换了钢丝绳"), ("Input.Slot", "After"))).Status.ShouldBe(HttpStatusCode.Found);
        (await estate.Company.Read(db => db.Set<TicketFile>().CountAsync(f => f.TicketId == id && f.Slot == FileSlot.After))).ShouldBe(1);

        var said = await RawSocket.SendAndWait(estate.Company.Host, Head(estate, link, guest.Cookies) + $"Content-Length: {137 * 1024 * 1024}\r\n\r\n", new byte[1000]);
        said.ShouldStartWith("HTTP/1.1 413 ");
        said.ShouldContain(Sentence);
    }

    [Fact]
    public async Task The_same_line_sent_twice_is_kept_once()
    {
        var (estate, id, link, code) = await Given();
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        await guest.Submit(link, "act", ("Input.Act", "Start"));

        for (var again = 0; again < 2; again++)
            (await guest.Send(link, "act", TestPhotos.Jpeg(8, 8), ("Input.Act", "Record"), ("Input.Key", "k1"), ("Input.Kind", "Material"), ("Input.Text", "钢丝绳"), ("Input.Quantity", "12.5"), ("Input.Unit", "米"), ("Input.Slot", "Work"))).Status.ShouldBe(HttpStatusCode.Found);
        (await guest.Send(link, "act", null, ("Input.Act", "Record"), ("Input.Key", "k2"), ("Input.Kind", "Material"), ("Input.Text", "黄油"))).Html.ShouldContain("用料要有名称和大于 0 的数量");

        var line = await estate.Company.Read(db => db.Set<WorkEntry>().SingleAsync(w => w.TicketId == id));
        (line.Kind, line.Text, line.Quantity, line.Unit).ShouldBe((WorkKind.Material, "钢丝绳", 12.5m, "米"));
    }

    [Fact]
    public async Task What_the_category_asks_for_is_owed_by_a_contractor_too()
    {
        var (estate, id, link, code) = await Given("""{"before":true,"after":true,"signature":true}""");
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        await guest.Submit(link, "act", ("Input.Act", "Start"));
        (await guest.Open(link)).Html.ShouldContain("还差：修前照片、修后照片");

        (await guest.Send(link, "act", null, ("Input.Act", "Complete"), ("Input.Note", "好了"))).Html.ShouldContain("还差：修前照片、修后照片、住户签名。");
        foreach (var slot in new[] { "Before", "After" }) (await guest.Send(link, "act", TestPhotos.Jpeg(8, 8), ("Input.Act", "Record"), ("Input.Slot", slot))).Status.ShouldBe(HttpStatusCode.Found);
        var signature = TestPhotos.Jpeg(64, 24);
        (await guest.Send(link, "act", signature, "Sign", ("Input.Act", "Complete"), ("Input.Note", "好了"))).Html.ShouldContain("签名要写上签字人的姓名");
        (await estate.Company.Read(db => db.Set<TicketFile>().AnyAsync(f => f.TicketId == id && f.Slot == FileSlot.Signature))).ShouldBeFalse();
        (await guest.Send(link, "act", signature, "Sign", ("Input.Act", "Complete"), ("Input.Note", "好了"), ("Input.SignedBy", " 林静怡 "))).Status.ShouldBe(HttpStatusCode.Found);

        (await estate.Company.Read(db => db.Set<TicketMove>().SingleAsync(m => m.TicketId == id && m.Act == TicketAct.Complete))).SignedBy.ShouldBe("林静怡");
        var file = await estate.Company.Read(db => db.Set<TicketFile>().SingleAsync(f => f.TicketId == id && f.Slot == FileSlot.Signature));
        (await estate.Company.Read(db => db.Set<Attachment>().SingleAsync(a => a.Id == file.AttachmentId))).OwnerId.ShouldBe(id);
    }

    [Fact]
    public async Task A_stale_form_is_shown_again_and_does_nothing()
    {
        var (estate, id, link, code) = await Given();
        using var guest = new Guest(estate.Company);
        await guest.Submit(link, "open", ("Entry.Code", code), ("Entry.Name", "老郑"));
        await guest.Submit(link, "act", ("Input.Act", "Accept"), ("Input.Promise", DateTime.UtcNow.AddHours(9).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        await guest.Submit(link, "act", ("Input.Act", "Start"));

        var answer = await guest.SendStale(link, "act", ("Input.Act", "Record"), ("Input.Text", "换了钢丝绳"));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Html.ShouldContain("页面放得久了");
        answer.Html.ShouldContain("换了钢丝绳");
        (await estate.Company.Read(db => db.Set<WorkEntry>().AnyAsync(w => w.TicketId == id))).ShouldBeFalse();
    }

    static string Head(Estate estate, string link, string cookies) =>
        $"POST /{estate.Company.Slug}/{link} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\nAccept-Language: zh-CN\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; boundary=cut\r\n";

    static async Task<(Estate Estate, Guid Ticket, string Link, string Code)> Given(string evidence = "{}")
    {
        var estate = await Estate.Build(plan =>
        {
            foreach (var group in plan["categories"]!.AsArray())
                foreach (var leaf in group!["children"]!.AsArray())
                    if ((string?)leaf!["key"] == "water-leak") leaf["evidence"] = System.Text.Json.Nodes.JsonNode.Parse(evidence);
        });
        var id = await estate.Reported();
        var contractor = new Contractor();
        contractor.Describe("迅达电梯", "电梯维保", "郑工", "13700001111", retired: false).Error.ShouldBeNull();
        await estate.Company.Change((_, db) => Task.FromResult(db.Add(contractor)));
        var pass = await (await estate.Do(estate.Dispatcher, id, "contractor", new { contractorId = contractor.Id, note = "请专业单位" })).ShouldBeOk();
        return (estate, id, pass.GetProperty("link").GetString()!, pass.GetProperty("code").GetString()!);
    }
}
