using System.Text.RegularExpressions;

namespace Isolation.Tests;

/// <summary>A word of a company by which something could be found.</summary>
sealed record Word(string Table, string Property, string Value);

/// <summary>What a company has that a request could name.</summary>
/// <param name="company">Whose it is.</param>
/// <param name="ids">A few ids of every table.</param>
/// <param name="words">Keys, numbers, phones.</param>
/// <param name="all">Every id there is, with its table.</param>
sealed partial class Stock(TestCompany company, IReadOnlyDictionary<string, IReadOnlyList<Guid>> ids, IReadOnlyList<Word> words, IReadOnlyDictionary<Guid, string> all)
{
    internal TestCompany Company => company;
    internal IReadOnlyDictionary<string, IReadOnlyList<Guid>> Ids => ids;
    internal IReadOnlyList<Word> Words => words;
    internal IReadOnlySet<Guid> All { get; } = all.Keys.ToHashSet();
    internal string Canary => Seeds.CanaryOf(company);

    /// <summary>One of every table.</summary>
    internal IEnumerable<Guid> Sample => ids.Values.Select(i => i[0]);

    /// <summary>The same with a few tables only, for those who are turned away before anybody looks.</summary>
    internal Stock Some(int tables) => new(company, ids.Where((_, i) => i % Math.Max(1, ids.Count / tables) == 0).ToDictionary(t => t.Key, t => t.Value), words, all);

    /// <summary>The same with further ids of a table, tried first.</summary>
    internal Stock With(string table, IReadOnlyList<Guid> more) => new(company, ids.ToDictionary(t => t.Key, t => t.Key == table ? [.. more, .. t.Value] : t.Value), words, all);

    internal static async Task<Stock> Of(TestCompany company, int perTable)
    {
        var ids = await company.IdsByTable();
        var all = new Dictionary<Guid, string> { [company.Id] = "Company" };
        foreach (var (table, rows) in ids) foreach (var id in rows) all.TryAdd(id, table);
        var spread = ids.Where(t => t.Value.Count > 0).ToDictionary(t => t.Key, t => (IReadOnlyList<Guid>)[.. Enumerable.Range(0, Math.Min(perTable, t.Value.Count)).Select(i => t.Value[i * t.Value.Count / Math.Min(perTable, t.Value.Count)])]);
        return new Stock(company, spread, await company.WordsByTable(), all);
    }

    /// <summary>Words of this company that <paramref name="other"/> does not have, not even as a part.</summary>
    internal IReadOnlyList<Word> WordsBeyond(Stock other) =>
        [.. words.Where(w => !other.Words.Any(o => o.Value.Contains(w.Value, StringComparison.Ordinal) || w.Value.Contains(o.Value, StringComparison.Ordinal))).GroupBy(w => (w.Table, w.Property)).Select(g => g.First()).DistinctBy(w => w.Value).Take(8), new("Company", "Canary", Canary), new("Company", "Slug", company.Slug)];

    /// <summary>The table an id is of.</summary>
    internal string? TableOf(Guid id) => all.GetValueOrDefault(id);

    /// <summary>Tables a place of that name may mean, likeliest first.</summary>
    internal IEnumerable<string> Meant(Slot slot)
    {
        var (name, near) = (Split(slot.Name), Split(slot.Near));
        // What is attached goes by many names.
        var attached = name.Any(n => Kin(n, "files") || Kin(n, "photos") || Kin(n, "uploads"));
        return ids.Keys.Select(t => (Table: t, Score: attached && t == "Attachment" ? 9 : (2 * Like(t, name)) + Like(t, near))).Where(t => t.Score > 0).OrderByDescending(t => t.Score).ThenBy(t => t.Table.Length).Select(t => t.Table);
    }

    /// <summary>True when the name alone says what is meant.</summary>
    internal bool Named(Slot slot) => ids.Keys.Any(t => Like(t, Split(slot.Name)) > 0);

    static double Like(string table, IReadOnlyList<string> words)
    {
        var own = Split(table);
        var shared = own.Count(o => words.Any(w => Kin(o, w)));
        return own.Count + words.Count == 0 ? 0 : 2.0 * shared / (own.Count + words.Count);
    }

    // "categories" and "category", "files" and "file".
    static bool Kin(string one, string other)
    {
        var length = Math.Min(one.Length, other.Length);
        var same = 0;
        while (same < length && one[same] == other[same]) same++;
        return same >= 4 && same >= Math.Max(one.Length, other.Length) - 3;
    }

    static IReadOnlyList<string> Split(string name) => [.. Parts().Matches(name).Select(m => m.Value.ToLowerInvariant()).Where(w => w is not ("id" or "ids" or "input" or "form"))];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+")]
    private static partial Regex Parts();
}
