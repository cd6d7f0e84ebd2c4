using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using Platform.Access;
using Platform.Exports;
using Tickets.Categories;
using Tickets.Contracts;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>The desk's list as an Excel file.</summary>
public sealed class ExportTests
{
    /// <summary>A line of the file as Excel gives it back.</summary>
    public sealed class Line
    {
        [ExcelColumnName("单号")] public string? Number { get; set; }
        [ExcelColumnName("状态")] public string? State { get; set; }
        [ExcelColumnName("位置")] public string? Place { get; set; }
        [ExcelColumnName("联系人")] public string? Contact { get; set; }
        [ExcelColumnName("描述")] public string? Description { get; set; }
        [ExcelColumnName("提交时间")] public DateTime? Submitted { get; set; }
        [ExcelColumnName("时限")] public DateTime? Due { get; set; }
        [ExcelColumnName("催单次数")] public int? Urged { get; set; }
        [ExcelColumnName("及时")] public int? Speed { get; set; }
    }

    internal static async Task<byte[]> File(Estate estate, TestPerson person, object? filters = null)
    {
        var id = await (await person.Client.Post("api/v1/exports", new { kind = "tickets.list", parameters = filters ?? new { } })).ShouldBeMade();
        return await Fetched(estate, person, id);
    }

    static async Task<byte[]> Fetched(Estate estate, TestPerson person, Guid id)
    {
        for (var i = 0; i < 400; i++)
        {
            var row = await estate.Company.Read(db => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id));
            row.State.ShouldNotBe(ExportState.Failed, row.Problem);
            if (row.State == ExportState.Done) return await person.Client.GetByteArrayAsync($"api/v1/exports/{id}/file");
            await Task.Delay(25);
        }
        throw new TimeoutException("The export did not end.");
    }

    static List<Line> Read(byte[] file) => [.. new MemoryStream(file).Query<Line>(excelType: ExcelType.XLSX)];

    static async Task<List<string?>> Listed(TestPerson person, string query)
    {
        List<string?> numbers = [];
        for (string? next = ""; next is not null;)
        {
            var page = await person.Client.GetJson($"api/v1/tickets?limit=37{query}{(next.Length > 0 ? "&after=" + next : "")}");
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("number").GetString()));
            next = page.GetProperty("next").GetString();
        }
        return numbers;
    }

    static async Task<Estate> Busy()
    {
        var estate = await Estate.Build();
        var skill = await estate.Company.Read(db => db.Set<Ticket>().CountAsync()) == 0 ? "plumbing" : "";
        var community = await estate.Company.Read(db => db.Set<MemberArea>().Select(a => a.CommunityId).FirstAsync());
        await estate.Company.In(async s =>
        {
            await s.GetRequiredService<ITicketsDemo>().Make(new DemoTickets(11, 220, 40, [new(estate.Resident.AccountId, "林静怡", estate.Resident.Phone, estate.Home), new(estate.Neighbour.AccountId, "陈志远", estate.Neighbour.Phone, estate.NeighbourHome)],
                [estate.Garden], [new(estate.PlumberId, estate.Plumber.AccountId, "周建国", [skill], [community]), new(estate.SecondPlumberId, estate.SecondPlumber.AccountId, "何晓东", [skill], [community])]));
            return 0;
        });
        return estate;
    }

    [Fact]
    public async Task The_file_holds_exactly_the_rows_of_the_list_for_whatever_filters()
    {
        var estate = await Busy();
        var community = await estate.Company.Read(db => db.Set<Ticket>().Select(t => t.CommunityId).FirstAsync());
        var categories = await estate.Company.Read(db => db.Set<Category>().Select(c => c.Id).ToListAsync());
        var plumber = await estate.Company.Read(db => db.Set<Platform.Access.Member>().Where(m => m.AccountId == estate.Plumber.AccountId).Select(m => m.Id).SingleAsync());
        var random = new Random(20261127);
        T One<T>(params T[] of) => of[random.Next(of.Length)];
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var found = 0;

        for (var round = 0; round < 30; round++)
        {
            Dictionary<string, object> filters = [];
            if (random.Next(3) == 0) filters["open"] = One(true, false);
            if (random.Next(5) == 0) filters["late"] = true;
            if (random.Next(4) == 0) filters["state"] = One(new[] { "done" }, ["confirmed", "closed"], ["assigned", "inProgress", "suspended"]);
            if (random.Next(5) == 0) filters["kind"] = One("repair", "complaint", "suggestion");
            if (random.Next(4) == 0) filters["community"] = One(community, Guid.CreateVersion7());
            if (random.Next(3) == 0) filters["category"] = One([.. categories]);
            if (random.Next(5) == 0) filters["unit"] = estate.Home;
            if (random.Next(5) == 0) filters["technician"] = plumber;
            if (random.Next(4) == 0) filters["q"] = One("101", "WX", "漏水", "林静怡", "=");
            if (random.Next(4) == 0) filters["fact"] = One("created", "done", "doneLate", "rated", "reopened");
            if (random.Next(3) == 0) (filters["from"], filters["to"]) = (day.AddDays(-random.Next(10, 30)).ToString("O", System.Globalization.CultureInfo.InvariantCulture), day.AddDays(-random.Next(10)).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
            var query = string.Concat(filters.SelectMany(f => f.Value is string[] many ? many.Select(m => (f.Key, (object)m)) : [(f.Key, f.Value)]).Select(f => $"&{f.Key}={Uri.EscapeDataString(f.Item2 is bool b ? (b ? "true" : "false") : f.Item2.ToString()!)}"));

            var listed = await Listed(estate.Manager, query);
            Read(await File(estate, estate.Manager, filters)).Select(l => l.Number).ShouldBe(listed, query);
            found += listed.Count;
        }

        found.ShouldBeGreaterThan(200, "filters that find nothing prove nothing");
    }

    [Fact]
    public async Task More_than_a_page_of_tickets_comes_whole_and_once()
    {
        var estate = await Busy();
        var all = await estate.Company.Read(db => db.Set<Ticket>().AsNoTracking().ToDictionaryAsync(t => t.Number));
        var scores = await estate.Company.Read(db => db.Set<Rating>().AsNoTracking().ToDictionaryAsync(r => r.TicketId, r => r.Speed));

        var lines = Read(await File(estate, estate.Manager));

        lines.Select(l => l.Number).ShouldBe(await Listed(estate.Manager, ""));
        foreach (var line in lines)
        {
            var ticket = all[line.Number!];
            (line.State, line.Place, line.Contact, line.Description, line.Urged).ShouldBe((TicketWords.Of(ticket.State), ticket.PlaceLabel, ticket.ContactName, ticket.Description, ticket.Urged));
            line.Submitted!.Value.ShouldBe(ticket.SubmittedAt.AddHours(8), TimeSpan.FromSeconds(1));
            (line.Due is not null).ShouldBe(TicketLife.IsOpen(ticket.State));
            line.Speed.ShouldBe(scores.TryGetValue(ticket.Id, out var speed) ? speed : null);
        }
    }

    [Fact]
    public async Task Each_gets_what_the_own_list_shows_and_nothing_that_it_hides()
    {
        var estate = await Estate.Build();
        await estate.Reported();
        var leaf = await estate.Company.Read(db => db.Set<Category>().Where(c => c.ParentId != null && c.Kind == TicketKind.Complaint && c.Where == PlaceRule.Both).Select(c => c.Id).FirstAsync());
        await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = leaf, unitId = estate.Home, description = "=楼下垃圾三天没人收", anonymous = true })).ShouldBeMade();
        var narrow = await estate.Company.Person("别处的调度", ("tickets.assign", DataScope.Community), ("tickets.view", DataScope.Community));

        var lines = Read(await File(estate, estate.Manager));
        var file = System.Text.Encoding.UTF8.GetString(await Unzipped(await File(estate, estate.Manager, new { kind = "complaint" })));

        lines.Count.ShouldBe(2);
        lines.Single(l => l.Description == "=楼下垃圾三天没人收").Contact.ShouldBe("匿名住户");
        file.ShouldContain("楼下垃圾");
        foreach (var hidden in new[] { estate.Resident.Name, estate.Resident.Phone, estate.Resident.AccountId.ToString(), "<x:f>" }) file.ShouldNotContain(hidden);
        Read(await File(estate, estate.Dispatcher)).Select(l => l.Number).ShouldBe(await Listed(estate.Dispatcher, ""));
        Read(await File(estate, narrow)).ShouldBeEmpty();
        await (await estate.Resident.Client.Post("api/v1/exports", new { kind = "tickets.list" })).ShouldBeProblem(403, "forbidden");
    }

    internal static async Task<byte[]> Unzipped(byte[] file)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(file));
        using var all = new MemoryStream();
        foreach (var entry in zip.Entries)
        {
            await using var content = entry.Open();
            await content.CopyToAsync(all);
        }
        return all.ToArray();
    }

    [Fact]
    public async Task The_button_exports_what_the_page_shows_and_pressing_twice_makes_one()
    {
        var estate = await Busy();
        var page = await estate.Dispatcher.Page("desk/tickets?view=ended&q=101");
        var key = System.Text.RegularExpressions.Regex.Match(page, "name=\"Key\" value=\"([^\"]+)\"").Groups[1].Value;
        key.ShouldNotBeEmpty();

        var pressed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => estate.Dispatcher.Submit("desk/tickets?view=ended&q=101", "export", ("Key", key))));

        pressed.ShouldAllBe(p => p.EndsWith("exports", StringComparison.Ordinal));
        var export = await estate.Company.Read(db => db.Set<Export>().AsNoTracking().SingleAsync());
        (export.Title, export.About, export.Parameters).ShouldBe(("工单", "已结束 · 搜索“101”", "{\"q\":\"101\",\"open\":false}"));
        Read(await Fetched(estate, estate.Dispatcher, export.Id)).Select(l => l.Number).ShouldBe(await Listed(estate.Dispatcher, "&open=false&q=101"));
        (await estate.Dispatcher.Page("desk/tickets?q=no-such-thing")).ShouldNotContain("导出 Excel");
        (await estate.Dispatcher.Page("exports")).ShouldContain("已结束 · 搜索“101”");
    }

    [Theory]
    [InlineData("{\"view\":\"late\"}")]
    [InlineData("{\"state\":[\"nonsense\"]}")]
    [InlineData("{\"state\":[3]}")]
    [InlineData("{\"community\":\"x\"}")]
    [InlineData("{\"mine\":\"theirs\"}")]
    [InlineData("{\"limit\":5}")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public async Task Filters_that_the_list_does_not_know_are_refused(string filters)
    {
        var estate = await Estate.Build();
        await (await estate.Manager.Client.Post("api/v1/exports", new { kind = "tickets.list", parameters = System.Text.Json.JsonDocument.Parse(filters).RootElement })).ShouldBeProblem(400, "tickets/bad-filter");
        (await estate.Company.Read(db => db.Set<Export>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Ids_of_another_company_are_ids_of_nothing_in_the_filters()
    {
        var (estate, other) = (await Busy(), await Busy());
        var theirs = await other.Company.Read(db => db.Set<Ticket>().Select(t => new { t.CommunityId, t.CategoryId, t.UnitId }).FirstAsync(t => t.UnitId != null));

        foreach (var filters in new object[] { new { community = theirs.CommunityId }, new { category = theirs.CategoryId }, new { unit = theirs.UnitId } })
            Read(await File(estate, estate.Manager, filters)).ShouldBeEmpty();

        var abouts = await estate.Company.Read(db => db.Set<Export>().Select(e => e.About).ToListAsync());
        abouts.ShouldBe(["一个小区", "一个类别", "一户"], ignoreOrder: true);
    }
}
