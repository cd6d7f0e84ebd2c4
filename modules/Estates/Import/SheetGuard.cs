using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Platform;

namespace Estates.Import;

/// <summary>Looks through a packed sheet before anything unfolds it: a small file may claim billions of rows, or columns whose gaps would be filled.</summary>
static class SheetGuard
{
    // A packed file of 20 MB may unfold to gigabytes; no honest sheet of 50,000 rows comes near this.
    const long MostUnpacked = 120L * 1024 * 1024;
    const int MostLines = ImportErrors.MostRows + 1000;
    const int MostColumns = 60;

    /// <summary>What is wrong with the file as a whole, or null. The stream is left where it ended.</summary>
    internal static Error? Refusal(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        file.Position = 0;
        if (file.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4 || !head.SequenceEqual("PK\u0003\u0004"u8)) return ImportErrors.NotExcel;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.GetEntry("xl/workbook.xml") is null) return ImportErrors.NotExcel;
        if (zip.Entries.Sum(e => e.Length) > MostUnpacked) return ImportErrors.TooLarge;
        foreach (var sheet in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) && e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            using var stream = sheet.Open();
            if (Scan(stream) is { } wrong) return wrong;
        }
        return null;
    }

    static Error? Scan(Stream sheet)
    {
        using var reader = XmlReader.Create(sheet, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, MaxCharactersInDocument = MostUnpacked });
        var (lines, cells) = (0, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "row")
            {
                cells = 0;
                if (++lines > MostLines || (reader.GetAttribute("r") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line <= MostLines))) return ImportErrors.TooManyRows;
            }
            else if (reader.LocalName == "c" && (++cells > MostColumns || ColumnOf(reader.GetAttribute("r")) > MostColumns)) return ImportErrors.TooLarge;
        }
        return null;
    }

    // "AB12" stands in the 28th column.
    static int ColumnOf(string? cell)
    {
        var column = 0;
        foreach (var letter in (cell ?? "").TakeWhile(char.IsAsciiLetter)) column = Math.Min(100_000, (column * 26) + (char.ToUpperInvariant(letter) - 'A') + 1);
        return column;
    }
}
