using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using Platform.Exports;

namespace Platform.Tests;

/// <summary>What stands in an exported file, and who gets it.</summary>
public sealed class ExportFileTests
{
    /// <summary>A line of the lab's list as Excel gives it back.</summary>
    public sealed class Line
    {
        [ExcelColumnName("描述")] public string? Text { get; set; }
        [ExcelColumnName("催单次数")] public int? Number { get; set; }
        [ExcelColumnName("合计")] public decimal? Money { get; set; }
        [ExcelColumnName("起始日期")] public DateTime? Date { get; set; }
        [ExcelColumnName("提交时间")] public DateTime? Moment { get; set; }
    }

    static List<Line> Read(byte[] file) => [.. new MemoryStream(file).Query<Line>(excelType: ExcelType.XLSX)];

    [Fact]
    public async Task Text_stays_text_numbers_are_numbers_and_times_are_the_companys()
    {
        await using var lab = await ExportLab.New();
        string[] texts = ["=1+1", "+86 139", "-5", "@SUM(A1)", "$=A1", "00123", "<b>&\"'", "第一行\n第二行", "=HYPERLINK(\"http://evil\",\"点我\")"];
        object?[][] rows = [.. texts.Select((t, i) => new object?[] { t, i, 1234.5m + i, new DateOnly(2026, 2, 28), new DateTime(2026, 2, 28, 18, 30, 0, DateTimeKind.Utc) }), [null, null, null, null, null]];
        lab.Shelf.Rows = _ => Shelf.Of(rows);

        var file = await ExportLab.File(lab.Person, (await lab.Done(await lab.Asked())).Id);

        var read = Read(file);
        read.Take(texts.Length).Select(r => r.Text).ShouldBe(texts);
        (read[3].Number, read[3].Money, read[3].Date, read[3].Moment).ShouldBe((3, 1237.5m, new DateTime(2026, 2, 28), new DateTime(2026, 3, 1, 2, 30, 0)));
        (read[^1].Text, read[^1].Number, read[^1].Moment).ShouldBe((null, null, null));
        var xml = ExportLab.Xml(file);
        xml.ShouldNotContain("<x:f>");
        Order(xml).ShouldBe(["sheetViews", "cols", "sheetData", "autoFilter", "drawing"], "Excel repairs a sheet whose parts stand in another order");
        XDocument.Parse(xml).Descendants().Where(e => e.Name.LocalName == "sheetData").Elements().ShouldAllBe(e => e.Name.LocalName == "row");
    }

    static List<string> Order(string xml) => [.. XDocument.Parse(xml).Root!.Elements().Select(e => e.Name.LocalName)];

    [Fact]
    public async Task What_no_cell_can_hold_is_left_out_and_cut()
    {
        await using var lab = await ExportLab.New();
        var longest = string.Concat(Enumerable.Repeat("水😀", 20_000));
        lab.Shelf.Rows = _ => Shelf.Of([["响\u0001\u0000了\ud83d停\r\n了", 1, null, null, null], [longest, 2, null, null, null]]);

        var read = Read(await ExportLab.File(lab.Person, (await lab.Done(await lab.Asked())).Id));

        read[0].Text.ShouldBe("响了停\n了");
        read[1].Text!.Length.ShouldBeInRange(32_765, 32_767);
        longest.ShouldStartWith(read[1].Text!);
    }

    [Fact]
    public async Task Without_rows_there_is_still_a_header_in_the_readers_language()
    {
        await using var lab = await ExportLab.New();
        (lab.Shelf.Count, lab.Shelf.Rows) = (() => 0, _ => Shelf.Of([]));
        using var client = lab.Person.Client;
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var id = await (await client.Post("api/v1/exports", new { kind = "lab.rows", parameters = new { } })).ShouldBeMade();
        (await lab.Done(id)).RowsDone.ShouldBe(0);

        using var file = new MemoryStream(await ExportLab.File(lab.Person, id));
        ((IDictionary<string, object>)file.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Single()).Values.ShouldBe(["Description", "Times urged", "Total", "From", "Submitted"]);
    }

    [Fact]
    public async Task The_file_is_only_for_who_asked_and_still_may_have_it()
    {
        await using var lab = await ExportLab.New();
        var id = (await lab.Done(await lab.Asked())).Id;
        var colleague = await ExportLab.Exporter(lab.Company);

        using var answer = await lab.Person.Client.GetAsync($"api/v1/exports/{id}/file");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe($"工单_{lab.Now.AddHours(8):yyyy-MM-dd}.xlsx");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        foreach (var (method, address) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/file"), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/retry"), (HttpMethod.Delete, "") })
            await (await colleague.Client.SendAsync(new HttpRequestMessage(method, $"api/v1/exports/{id}{address}"))).ShouldBeProblem(404, "not-found");
        (await colleague.Client.GetJson("api/v1/exports")).GetProperty("items").GetArrayLength().ShouldBe(0);

        await lab.Company.Change(async (_, db) => (await db.Set<Platform.Access.Role>().Include(r => r.Grants).FirstAsync(r => r.Name == "沈佳" && db.Set<Platform.Access.MemberRole>().Any(m => m.RoleId == r.Id
            && db.Set<Platform.Access.Member>().Any(x => x.Id == m.MemberId && x.AccountId == lab.Person.AccountId)))).Grant("tickets.assign", Platform.Access.DataScope.None));
        await (await lab.Person.Client.GetAsync($"api/v1/exports/{id}/file")).ShouldBeProblem(403, "forbidden");

        var row = await lab.Row(id);
        (row.Fetched, row.FetchedAt is null).ShouldBe((1, false));
    }

    [Fact]
    public async Task A_file_is_kept_a_week_and_remembered_a_month()
    {
        await using var lab = await ExportLab.New();
        var id = (await lab.Done(await lab.Asked())).Id;
        lab.Files.Count.ShouldBe(1);

        lab.Host.Clock.Shift = TimeSpan.FromDays(6.9);
        await lab.Settle();
        await ExportLab.File(lab.Person, id);
        lab.Host.Clock.Shift = TimeSpan.FromDays(7.1);
        await (await lab.Person.Client.GetAsync($"api/v1/exports/{id}/file")).ShouldBeProblem(404, "exports/expired");
        await lab.Settle();

        (await lab.Row(id)).State.ShouldBe(ExportState.Expired);
        lab.Files.ShouldBeEmpty();
        lab.Host.Clock.Shift = TimeSpan.FromDays(30.1);
        await lab.Settle();
        (await lab.Company.Read(db => db.Set<Export>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_export_takes_its_file_along_and_a_repeated_one_stands_in_its_place()
    {
        await using var lab = await ExportLab.New();
        var deleted = (await lab.Done(await lab.Asked(new { a = 1 }))).Id;
        var old = (await lab.Done(await lab.Asked(new { a = 2 }))).Id;

        (await lab.Person.Client.DeleteAsync($"api/v1/exports/{deleted}")).EnsureSuccessStatusCode();
        var again = await (await lab.Person.Client.PostAsync($"api/v1/exports/{old}/retry", null)).ShouldBeMade();
        await lab.Done(again);
        await lab.Settle();

        (await lab.Company.Read(db => db.Set<Export>().Select(e => e.Id).ToListAsync())).ShouldBe([again]);
        (await lab.Row(again)).Parameters.ShouldBe("{\"a\":2}");
        lab.Files.ShouldBe([$"{again:N}-1"]);
    }

    [Fact]
    public async Task A_long_list_is_written_without_being_held_in_memory()
    {
        await using var lab = await ExportLab.New();
        const int rows = 150_000;
        long early = 0, late = 0;
        lab.Shelf.Count = () => rows;
        lab.Shelf.Rows = _ => Shelf.Of(Enumerable.Range(0, rows).Select(i =>
        {
            if (i == 5_000) early = GC.GetTotalMemory(forceFullCollection: true);
            if (i == rows - 1) late = GC.GetTotalMemory(forceFullCollection: true);
            return new object?[] { $"第 {i} 行，水槽下面的接头一直滴水", i, i * 1.5m, new DateOnly(2026, 1, 1), DateTime.UnixEpoch.AddMinutes(i) };
        }));

        var id = await lab.Asked();
        var done = await lab.Until(id, e => e.State == ExportState.Done);

        done.RowsDone.ShouldBe(rows);
        (late - early).ShouldBeLessThan(40_000_000, "150,000 rows as objects take more than 100 MB");
        var read = new MemoryStream(await ExportLab.File(lab.Person, id)).Query<Line>(excelType: ExcelType.XLSX);
        (read.Count(), read.Sum(r => (long)r.Number!)).ShouldBe((rows, (long)rows * (rows - 1) / 2));
    }
}
