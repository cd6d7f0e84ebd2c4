using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using Data;
using Estates.Places;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace Estates.Tests;

public sealed class ImportTests
{
    static readonly object?[] Lin = [Estate.Name, "8幢", "1单元", 1102, "住宅", 11, 92.6, 73, "自住", "林静怡", 13712340001L, "业主", "2024-03-01"];
    static readonly object?[] Zhou = [Estate.Name, "8", "1", "1102", null, null, null, null, null, "周建国", "13712340002", "家庭成员", null];
    static readonly object?[] Shop = [Estate.Name, "商业楼", null, "B1-02", "商铺", -1, 120, null, null, null, null, null, null];

    [Fact]
    public async Task A_sheet_is_checked_then_applied_as_shown()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();

        var id = await (await Estate.Upload(admin, Estate.Sheet(Lin, Zhou, Shop))).ShouldBeMade();
        var checkedSheet = await admin.Client.GetJson($"api/v1/estates/imports/{id}");
        (await Units(estate)).ShouldBe(24);
        (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).EnsureSuccessStatusCode();

        checkedSheet.GetProperty("new").GetInt32().ShouldBe(3);
        checkedSheet.GetProperty("errors").GetInt32().ShouldBe(0);
        (await Units(estate)).ShouldBe(26);
        var unit = await estate.Company.Read(db => db.Set<Unit>().SingleAsync(u => u.Code == "8-1-1102"));
        (unit.FloorArea, unit.State).ShouldBe((92.60m, UnitState.OwnerOccupied));
        var people = await estate.Company.Read(db => db.Set<Residency>().Where(r => r.UnitId == unit.Id).ToListAsync());
        people.Count.ShouldBe(2);
        people.ShouldAllBe(p => p.State == ResidencyState.Verified);
        await (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).ShouldBeProblem(409, "estates/import-confirmed");
    }

    [Fact]
    public async Task Importing_what_was_exported_changes_nothing()
    {
        var estate = await Estate.New(occupied: 0.8);
        var admin = await estate.Admin();

        var exported = await admin.Client.GetByteArrayAsync("api/v1/estates/export");
        var id = await (await Estate.Upload(admin, exported)).ShouldBeMade();
        var view = await admin.Client.GetJson($"api/v1/estates/imports/{id}");

        view.GetProperty("rows").GetInt32().ShouldBeGreaterThanOrEqualTo(24);
        view.GetProperty("unchanged").GetInt32().ShouldBe(view.GetProperty("rows").GetInt32(), view.ToString());
        await (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).ShouldBeProblem(422, "estates/import-nothing");
    }

    [Fact]
    public async Task One_bad_row_keeps_the_whole_sheet_out_and_comes_back_with_its_reason()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        object?[] bad = [Estate.Name, "8", "1", "1103", "别墅", 11, 92.6, 73, "自住", null, null, null, null];

        var id = await (await Estate.Upload(admin, Estate.Sheet(Lin, bad))).ShouldBeMade();
        await (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).ShouldBeProblem(422, "estates/import-has-errors");
        var errors = await admin.Client.GetStreamAsync($"api/v1/estates/imports/{id}/errors");
        using var file = new MemoryStream();
        await errors.CopyToAsync(file);

        (await Units(estate)).ShouldBe(24);
        var row = (IDictionary<string, object>)file.Query(useHeaderRow: true).Cast<object>().Single();
        row["类型"].ShouldBe("别墅");
        row["原因"].ToString()!.ShouldContain("类型");
        Convert.ToInt32(row["行号"], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(3);
    }

    [Fact]
    public async Task What_changed_after_the_check_is_not_overwritten()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();
        object?[] change = [Estate.Name, "1", "1", "101", null, null, null, null, "出租", null, null, null, null];
        var id = await (await Estate.Upload(admin, Estate.Sheet(change))).ShouldBeMade();

        await estate.Company.Change(async (_, db) =>
        {
            var unit = await db.Set<Unit>().SingleAsync(u => u.Code == "1-1-101");
            unit.Describe(new UnitFacts(unit.Kind, unit.Floor, 200, 100, UnitState.Renovating));
        });

        await (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).ShouldBeProblem(409, "estates/import-stale");
        (await estate.Company.Read(db => db.Set<Unit>().SingleAsync(u => u.Code == "1-1-101"))).State.ShouldBe(UnitState.Renovating);
    }

    [Fact]
    public async Task A_proven_phone_in_the_sheet_is_bound_without_asking()
    {
        var estate = await Estate.New();
        var (admin, stranger) = (await estate.Admin(), await estate.Company.Stranger());
        await Estate.Prove(stranger);
        var row = (object?[])Lin.Clone();
        row[10] = stranger.Phone;

        var id = await (await Estate.Upload(admin, Estate.Sheet(row))).ShouldBeMade();
        (await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { })).EnsureSuccessStatusCode();

        for (var tries = 0; tries < 100 && !await estate.Company.Read(db => db.Set<Platform.Access.Member>().AnyAsync(m => m.AccountId == stranger.AccountId)); tries++) await Task.Delay(100);
        (await stranger.Client.GetJson("api/v1/homes"))[0].GetProperty("state").GetString().ShouldBe("verified");
    }

    [Fact]
    public async Task A_wrong_file_is_answered_with_one_sentence()
    {
        var estate = await Estate.New();
        var admin = await estate.Admin();

        await (await Estate.Upload(admin, [])).ShouldBeProblem(400, "estates/import-no-file");
        await (await Estate.Upload(admin, "MZ\u0090 this is a program"u8.ToArray())).ShouldBeProblem(400, "estates/import-not-excel");
        await (await Estate.Upload(admin, Zip(("readme.txt", "hello")))).ShouldBeProblem(400, "estates/import-not-excel");
        await (await Estate.Upload(admin, Zip(("xl/workbook.xml", "<workbook><broken")))).ShouldBeProblem(400, "estates/import-not-excel");
        await (await Estate.Upload(admin, Sheet(["姓名", "年龄"], ["张三", "3"]))).ShouldBeProblem(400, "estates/import-columns");
        await (await Estate.Upload(admin, Sheet(["小区", "房号"], ["x", "3"]))).ShouldBeProblem(400, "estates/import-columns");
        await (await Estate.Upload(admin, await admin.Client.GetByteArrayAsync("api/v1/estates/imports/template"))).ShouldBeProblem(400, "estates/import-empty");
        await (await Estate.Upload(admin, Estate.Sheet([.. Enumerable.Repeat(Shop, 50_001)]))).ShouldBeProblem(400, "estates/import-too-many-rows");
        await (await Estate.Upload(admin, new byte[(20 * 1024 * 1024) + 1])).ShouldBeProblem(400, "estates/import-too-large");
        (await estate.Company.Read(db => db.Set<Estates.Import.ImportDraft>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Whatever_the_sheet_says_its_counts_add_up_and_bad_rows_change_nothing()
    {
        var estate = await Estate.New(occupied: 0.5);
        var admin = await estate.Admin();
        object?[] values = [null, "", Estate.Name, "别的小区", "1", "1幢", "2", "101", 102, "住宅", "自住", "城堡", -1, 3, 92.6, 0, "林静怡", "13712345678", 13800000000L, "业主", "2024-02-30", "2024-01-01", "\u0001", new string('长', 300)];
        var cell = Gen.Int[0, values.Length - 1].Select(i => values[i]);
        var likely = Gen.OneOf(cell.Array[13], Gen.Select(cell.Array[13], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[101, 104], (c, b, s, n) =>
        {
            (c[0], c[1], c[2], c[3], c[4], c[8]) = (Estate.Name, b, s, n, "住宅", "自住");
            return c;
        }));

        await likely.Array[1, 12].SampleAsync(async rows =>
        {
            var before = await Everything(estate);
            var made = await Estate.Upload(admin, Estate.Sheet(rows));
            if (!made.IsSuccessStatusCode)
            {
                await made.ShouldBeProblem(400, "estates/import-empty");
                return;
            }
            var id = await made.ShouldBeMade();
            var view = await admin.Client.GetJson($"api/v1/estates/imports/{id}");
            int Of(string name) => view.GetProperty(name).GetInt32();
            (Of("new") + Of("changed") + Of("unchanged") + Of("errors")).ShouldBe(rows.Count(r => r.Any(c => c is not (null or ""))));
            var confirmed = await admin.Client.Post($"api/v1/estates/imports/{id}/confirm", new { });
            if (Of("errors") > 0)
            {
                confirmed.IsSuccessStatusCode.ShouldBeFalse();
                (await Everything(estate)).ShouldBe(before);
            }
            else if (Of("new") + Of("changed") > 0) await confirmed.ShouldBeOk();
        }, iter: 40, threads: 1);
    }

    static Task<int> Units(Estate estate) => estate.Company.Read(db => db.Set<Unit>().CountAsync());

    static Task<string> Everything(Estate estate) => estate.Company.Read(async db => JsonSerializer.Serialize(new
    {
        Units = await db.Set<Unit>().AsNoTracking().OrderBy(u => u.Id).ToListAsync(),
        Stays = await db.Set<Residency>().AsNoTracking().OrderBy(u => u.Id).ToListAsync(),
        People = await db.Set<Resident>().AsNoTracking().OrderBy(u => u.Id).ToListAsync(),
    }));

    static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
                using (var entry = zip.CreateEntry(name).Open()) entry.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    static byte[] Sheet(string[] header, string[] row)
    {
        using var file = new MemoryStream();
        file.SaveAs(new[] { header.Zip(row).ToDictionary(p => p.First, p => (object)p.Second) });
        return file.ToArray();
    }

    [Theory]
    [InlineData("<row r=\"2000000000\"><c r=\"A1\"/></row>", "estates/import-too-many-rows")]
    [InlineData("<row r=\"2\"><c r=\"XFD2\"/></row>", "estates/import-too-large")]
    [InlineData("MANY", "estates/import-too-many-rows")]
    public async Task A_small_file_that_would_unfold_to_a_huge_one_is_refused_at_once(string rows, string code)
    {
        var estate = await Estate.New();
        using var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in new[] { ("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{(rows == "MANY" ? string.Concat(Enumerable.Repeat("<row/>", 60_000)) : rows)}</sheetData></worksheet>") })
            {
                await using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                await entry.WriteAsync(text);
            }

        await (await Estate.Upload(await estate.Admin(), file.ToArray())).ShouldBeProblem(400, code);
    }
}
