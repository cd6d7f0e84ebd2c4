namespace Platform.Exports;

/// <summary>What the cells of a column are.</summary>
public enum ExportCell
{
    /// <summary>A <see cref="string"/>: stays text whatever it looks like.</summary>
    Text,
    /// <summary>An <see cref="int"/>, <see cref="long"/> or <see cref="decimal"/>.</summary>
    Number,
    /// <summary>A <see cref="decimal"/> amount.</summary>
    Money,
    /// <summary>A <see cref="DateOnly"/>.</summary>
    Date,
    /// <summary>A <see cref="DateTime"/> in UTC; the file shows it in the company's zone.</summary>
    Moment,
}

/// <summary>A column of an exported list.</summary>
/// <param name="Title">Chinese words, translated for who asked.</param>
/// <param name="Cell">What stands in it.</param>
/// <param name="Width">In characters; Chinese ones take two.</param>
public sealed record ExportColumn(string Title, ExportCell Cell = ExportCell.Text, int Width = 16);

/// <summary>What is to be exported, understood.</summary>
/// <param name="Parameters">The same wish in one spelling, by which two equal ones are known.</param>
/// <param name="About">The wish in words, in the current language: tells one export from another.</param>
/// <param name="Count">How many rows there are, counted up to the given number.</param>
/// <param name="Rows">The rows, a page at a time, each with one value per column.</param>
public sealed record ExportPlan(string Parameters, string About, Func<int, CancellationToken, Task<int>> Count, Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows);

/// <summary>
/// A list that can be had as a file; a module registers one per list. Everything is asked in a scope of the person who wants it, with the rights of that
/// moment: when it is asked for and again when it is written.
/// </summary>
public interface IExportKind
{
    /// <summary><c>module.what</c>, for example <c>tickets.list</c>.</summary>
    string Name { get; }

    /// <summary>Who may have it. The rows themselves are up to the plan.</summary>
    string Permission { get; }

    /// <summary>Chinese words; also the beginning of the file's name.</summary>
    string Title { get; }

    /// <summary>The columns, in order.</summary>
    IReadOnlyList<ExportColumn> Columns { get; }

    /// <summary>Understands a wish, or says what is wrong with it.</summary>
    Task<Result<ExportPlan>> Plan(string parameters, CancellationToken stop);
}
