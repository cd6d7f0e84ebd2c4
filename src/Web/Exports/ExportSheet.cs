using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;
using Platform.Exports;
using Web.Time;
using static Platform.Words;

namespace Web.Exports;

/// <summary>Writes rows into a sheet as they come; a few hundred are in memory at a time.</summary>
static class ExportSheet
{
    internal const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /// <summary>What Excel takes in one cell.</summary>
    internal const int LongestText = 32_767;
    const int Ahead = 512;

    /// <summary>The whole sheet, with a header of its own even without rows.</summary>
    internal static async Task Write(Stream to, string name, IReadOnlyList<ExportColumn> columns, IAsyncEnumerable<object?[]> rows, TenantTime time, CancellationToken stop)
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var queue = new BlockingCollection<Dictionary<string, object?>>();
        using var room = new SemaphoreSlim(Ahead);
        var settings = Settings(columns);
        // The library's asynchronous writer makes sheets that Excel has to repair: it puts the drawing among the rows. Its other writer takes a thread of its own.
        var writing = Task.Factory.StartNew(() => Halting(halt, () => Save(to, SheetName(name), columns, Taken(queue, room, halt.Token), settings)), halt.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(Read(columns, rows, time, queue, room, halt), writing);
    }

    static async Task Read(IReadOnlyList<ExportColumn> columns, IAsyncEnumerable<object?[]> rows, TenantTime time, BlockingCollection<Dictionary<string, object?>> queue, SemaphoreSlim room, CancellationTokenSource halt)
    {
        try
        {
            await foreach (var row in rows.WithCancellation(halt.Token))
            {
                await room.WaitAsync(halt.Token);
                var line = new Dictionary<string, object?>(columns.Count);
                for (var i = 0; i < columns.Count; i++) line[KeyOf(i)] = Value(row[i], columns[i].Cell, time);
                queue.Add(line, halt.Token);
            }
        }
        catch (Exception)
        {
            await halt.CancelAsync();
            throw;
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    static void Halting(CancellationTokenSource halt, Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            halt.Cancel();
            throw;
        }
    }

    static IEnumerable<Dictionary<string, object?>> Taken(BlockingCollection<Dictionary<string, object?>> queue, SemaphoreSlim room, CancellationToken stop)
    {
        foreach (var line in queue.GetConsumingEnumerable(stop))
        {
            room.Release();
            yield return line;
        }
        // A queue that ended because reading failed looks like one that came to its end.
        stop.ThrowIfCancellationRequested();
    }

    static void Save(Stream to, string name, IReadOnlyList<ExportColumn> columns, IEnumerable<Dictionary<string, object?>> lines, OpenXmlConfiguration settings)
    {
        using var cursor = lines.GetEnumerator();
        if (cursor.MoveNext()) to.SaveAs(Rest(cursor), sheetName: name, configuration: settings);
        else
        {
            // Without a first row the writer would not know the header.
            using var empty = new DataTable { Locale = CultureInfo.InvariantCulture };
            for (var i = 0; i < columns.Count; i++) empty.Columns.Add(KeyOf(i));
            to.SaveAs(empty, sheetName: name, configuration: settings);
        }
    }

    static IEnumerable<Dictionary<string, object?>> Rest(IEnumerator<Dictionary<string, object?>> cursor)
    {
        do yield return cursor.Current;
        while (cursor.MoveNext());
    }

    static OpenXmlConfiguration Settings(IReadOnlyList<ExportColumn> columns) => new()
    {
        AutoFilter = true,
        DynamicColumns = [.. columns.Select((column, i) => new DynamicExcelColumn(KeyOf(i))
        {
            Index = i,
            Name = T(column.Title),
            Width = column.Width,
            Format = column.Cell switch
            {
                // Marked as text, what begins with = stays text also when somebody edits the cell.
                ExportCell.Text => "@",
                ExportCell.Money => "#,##0.00",
                ExportCell.Date => "yyyy-mm-dd",
                ExportCell.Moment => "yyyy-mm-dd hh:mm",
                _ => "General",
            },
        })],
    };

    static string KeyOf(int column) => "c" + column.ToString(CultureInfo.InvariantCulture);

    static object? Value(object? value, ExportCell cell, TenantTime time) => (cell, value) switch
    {
        (_, null) => null,
        (ExportCell.Moment, DateTime utc) => time.Local(utc),
        (ExportCell.Date, DateOnly day) => day,
        (ExportCell.Number, int or long or decimal) or (ExportCell.Money, decimal) => value,
        (ExportCell.Text, string text) => Clean(text),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no {cell}."),
    };

    /// <summary>The text as Excel can show it: without characters that no file keeps, and no longer than a cell takes.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t'))) continue;
            if (clean.Length + rune.Utf16SequenceLength > LongestText) break;
            clean.Append(rune);
        }
        return clean.ToString();
    }

    // What Excel forbids in the name of a sheet.
    static string SheetName(string name)
    {
        var allowed = string.Concat(name.Where(c => !"[]:*?/\\'".Contains(c) && !char.IsControl(c)));
        return allowed.Length is > 0 and <= 31 ? allowed : allowed.Length == 0 ? "Sheet1" : allowed[..31];
    }
}
