using System.Data;
using System.Globalization;
using System.Xml;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Platform;

namespace Estates.Import;

/// <summary>The one sheet of buildings, units and residents: read, template, export and errors share its columns.</summary>
static class EstateSheet
{
    internal const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    internal const string SheetName = "房屋与住户";

    internal static readonly IReadOnlyList<string> Columns = ["小区", "楼栋", "单元", "房号", "类型", "楼层", "建筑面积", "套内面积", "状态", "姓名", "手机号", "关系", "起始日期"];
    static readonly string[] Needed = ["小区", "楼栋", "房号"];

    const int HeaderWithin = 10;
    const int LongestCell = 200;

    /// <summary>The rows of the file, or what is wrong with it as a whole.</summary>
    internal static Result<List<SheetRow>> Read(Stream file)
    {
        if (file.Length > ImportErrors.MostBytes) return ImportErrors.TooLarge;
        try
        {
            if (SheetGuard.Refusal(file) is { } refused) return refused;
            file.Position = 0;
            var names = MiniExcel.GetSheetNames(file);
            file.Position = 0;
            return Rows(file.Query(useHeaderRow: false, sheetName: names.Contains(SheetName) ? SheetName : names[0], excelType: ExcelType.XLSX));
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException
            or NotSupportedException or IOException or NullReferenceException or OverflowException or IndexOutOfRangeException)
        {
            // The reader has no error type of its own: a broken file surfaces as whatever it stumbled over.
            return ImportErrors.NotExcel;
        }
    }

    static Result<List<SheetRow>> Rows(IEnumerable<dynamic> lines)
    {
        var rows = new List<SheetRow>();
        string?[]? letters = null;
        var line = 0;
        foreach (IDictionary<string, object?> cells in lines)
        {
            line++;
            if (letters is null)
            {
                letters = HeaderOf(cells);
                if (letters is null && line >= HeaderWithin) break;
                continue;
            }
            var values = Array.ConvertAll(letters, l => l is not null && cells.TryGetValue(l, out var cell) ? Text(cell) : null);
            if (values.All(v => v is null)) continue;
            if (rows.Count == ImportErrors.MostRows) return ImportErrors.TooManyRows;
            rows.Add(new SheetRow(line, values));
        }
        if (letters is null) return ImportErrors.MissingColumns(string.Join("、", Needed));
        var missing = Needed.Where(n => letters[Columns.ToList().IndexOf(n)] is null).ToList();
        if (missing.Count > 0) return ImportErrors.MissingColumns(string.Join("、", missing));
        return rows.Count == 0 ? ImportErrors.Empty : rows;
    }

    // The column letter of each of our columns; a title above the header is skipped.
    static string?[]? HeaderOf(IDictionary<string, object?> cells)
    {
        var found = cells.Where(c => c.Value is string).GroupBy(c => ((string)c.Value!).Trim()).ToDictionary(g => g.Key, g => g.First().Key);
        var letters = Columns.Select(c => found.GetValueOrDefault(c)).ToArray();
        return letters.Count(l => l is not null) >= 2 ? letters : null;
    }

    static string? Text(object? cell)
    {
        var text = cell switch
        {
            null => null,
            string s => PlainText.Clean(s).Trim(),
            double d => d.ToString("0.############", CultureInfo.InvariantCulture),
            DateTime d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString(),
        };
        return string.IsNullOrEmpty(text) ? null : text.Length > LongestCell ? text[..LongestCell] : text;
    }

    /// <summary>An empty sheet with the header and a page that explains the columns.</summary>
    internal static void WriteTemplate(Stream to)
    {
        var help = Table("说明", "列", "怎么填");
        help.Rows.Add("小区", "必填，先在系统里建好，名称要一致");
        help.Rows.Add("楼栋", "必填，例如 3 或 3幢");
        help.Rows.Add("单元", "没有单元的楼留空");
        help.Rows.Add("房号", "必填，例如 1102");
        help.Rows.Add("类型", string.Join("、", Places.PlaceWords.Kinds.Values) + "；新房屋留空算住宅");
        help.Rows.Add("楼层", "新房屋必填，地下用负数");
        help.Rows.Add("建筑面积", "新房屋必填，平方米");
        help.Rows.Add("套内面积", "可留空");
        help.Rows.Add("状态", string.Join("、", Places.PlaceWords.States.Values) + "；新房屋留空算空置");
        help.Rows.Add("姓名", "没有住户的房屋留空；多位住户写多行，房屋各列照抄或留空");
        help.Rows.Add("手机号", "11 位；本人用它登录后自动绑定");
        help.Rows.Add("关系", string.Join("、", Residents.ResidentWords.Relations.Values));
        help.Rows.Add("起始日期", "例如 2026-01-31，留空算今天");
        to.SaveAs(new Dictionary<string, object> { [SheetName] = Table(SheetName, [.. Columns]), ["说明"] = help });
    }

    /// <summary>Rows in our columns.</summary>
    internal static void Write(Stream to, IEnumerable<object?[]> rows) => Save(to, Columns, rows);

    /// <summary>The refused rows as they were, with their line and the reason.</summary>
    internal static void WriteErrors(Stream to, IEnumerable<RowError> errors) =>
        Save(to, [.. Columns, "行号", "原因"], errors.Select(e => (object?[])[.. e.Row.Cells, e.Row.Line, e.Reason]));

    static void Save(Stream to, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var cursor = rows.GetEnumerator();
        // Without a first row the writer would not know the header.
        if (!cursor.MoveNext()) to.SaveAs(Table(SheetName, [.. columns]), sheetName: SheetName);
        else to.SaveAs(Lines(cursor, columns), sheetName: SheetName, configuration: new OpenXmlConfiguration { AutoFilter = true });
    }

    static IEnumerable<Dictionary<string, object?>> Lines(IEnumerator<object?[]> cursor, IReadOnlyList<string> columns)
    {
        do
        {
            var line = new Dictionary<string, object?>(columns.Count);
            for (var i = 0; i < columns.Count; i++) line[columns[i]] = cursor.Current[i];
            yield return line;
        }
        while (cursor.MoveNext());
    }

    static DataTable Table(string name, params string[] columns)
    {
        var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
        foreach (var column in columns) table.Columns.Add(column);
        return table;
    }
}
