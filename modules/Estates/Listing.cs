namespace Estates;

/// <summary>One page of a list and where the next one starts.</summary>
sealed record Listing<T>(IReadOnlyList<T> Items, Guid? Next)
{
    internal const int Usual = 50;
    const int Most = 200;

    internal static int Size(int? limit) => Math.Clamp(limit ?? Usual, 1, Most);

    /// <summary>The page out of one row more than it holds.</summary>
    internal static Listing<T> Of(List<T> rows, int size, Func<T, Guid> id) =>
        rows.Count > size ? new(rows[..size], id(rows[size - 1])) : new(rows, null);
}
