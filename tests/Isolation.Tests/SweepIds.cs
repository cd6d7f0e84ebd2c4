using System.Collections.Concurrent;
using Web.Access;

namespace Isolation.Tests;

/// <summary>The question that matters: is what belongs to another company answered like what does not exist?</summary>
sealed partial class Sweep
{
    readonly ConcurrentDictionary<string, bool> reached = new(StringComparer.Ordinal);

    /// <summary>Places for ids, and whether an id of home made a difference there, so that one of another company could.</summary>
    internal IReadOnlyDictionary<string, bool> Reached => reached;

    /// <summary>Foreign ids and words are answered like random ones, and nothing of the other company is in any answer. With a <paramref name="home"/>, other places of a request are filled from there.</summary>
    internal async Task<IReadOnlyList<string>> TellsApart(Caller who, Foreign foreign, Stock? home, Func<Call, bool> pick)
    {
        var picked = Calls.Where(pick).ToList();
        // Reading first: what is changed at home later must not be missing there.
        return
        [
            .. await Complaints(picked.Where(c => c.Reads), call => Judge(who, call, foreign, home)),
            .. await Complaints(picked.Where(c => !c.Reads && !c.IsPage).OrderBy(c => c.Method.Method).ThenBy(c => c.Endpoint.RoutePattern.PathSegments.Count), call => Judge(who, call, foreign, home)),
        ];
    }

    /// <summary>Files of the other company, brought to whatever reads its body by hand, change nothing there and bring nothing back.</summary>
    internal Task<IReadOnlyList<string>> TellsFromFiles(Caller who, Foreign foreign, IReadOnlyList<byte[]> files) => Complaints(Calls.Where(Requests.HasUndeclaredBody), async call =>
    {
        foreach (var file in files)
        {
            var draft = Requests.Of(call);
            draft.File = file;
            var answer = await Send(who, draft);
            // The names in the file come back, ids of the rows do not.
            if (Wrong(answer, [], foreign with { Canary = null }, who) is { } wrong) return wrong;
        }
        return null;
    });

    /// <summary>A key that the other company used for a request is like one that nobody used. A person uses it once, so each question takes a new person.</summary>
    internal Task<IReadOnlyList<string>> KeysTellApart(Func<Task<Caller>> anew, Foreign foreign, Stock home) => Complaints(Calls.Where(c => Requests.Of(c).Texts.Any(s => s.Near == "header")), async call =>
    {
        var who = await anew();
        var draft = await Fitted(who, call, home);
        var slot = draft.Texts.First(s => s.Near == "header");
        Answer nothing, answer;
        var (theirs, random, round) = (foreign.Stock.Canary, "", 0);
        do
        {
            random = Twin(theirs);
            answer = await Send(await anew(), draft, Filled(draft, slot, theirs), await Version(who, draft));
            nothing = await Send(await anew(), draft, Filled(draft, slot, random), await Version(who, draft));
            if (Wrong(answer, [theirs], foreign, who) is { } wrong) return wrong;
        }
        while (!Same(answer, nothing, [theirs, random]) && ++round < Rounds);
        return round < Rounds ? null : $"{slot.Name} is told from nothing: {Brief(answer, nothing, [theirs, random])}";
    });

    /// <summary>Names of the other company are free to use. Asked last, because they stand at home afterwards, and what gives new rows a name after what renames.</summary>
    internal Task<IReadOnlyList<string>> NamesTellApart(Caller who, Foreign foreign, Stock home, Func<Call, bool> pick) => Complaints(Calls.Where(c => !c.Reads && Requests.HasJson(c) && pick(c)).OrderBy(c => c.Method == HttpMethod.Post), async call =>
    {
        var draft = await Fitted(who, call, home);
        foreach (var slot in draft.Texts.Where(s => s.Near != "header"))
            if (await Compare(who, draft, slot, [(foreign.Stock.Canary, foreign.Twins.GetOrAdd(foreign.Stock.Canary, Twin))], foreign with { Canary = null }) is { } complaint) return complaint;
        return null;
    }, atOnce: 1);

    async Task<string?> Judge(Caller who, Call call, Foreign foreign, Stock? home)
    {
        if (Requests.HasJson(call) && Requests.Of(call, bare: true) is { } bare && bare.Ids.Any() && await Judge(who, bare, foreign) is { } complaint) return complaint;
        return await Judge(who, home is null ? Requests.Of(call) : await Fitted(who, call, home), foreign);
    }

    async Task<string?> Judge(Caller who, Draft draft, Foreign foreign)
    {
        var ids = draft.Ids.ToList();
        if (draft.Slots.All(s => s.Sort == Sort.Version)) return Wrong(await Send(who, draft), [], foreign, who);
        // In all places at once, then in one place while home stands in the others.
        if (ids.Count > 0 && await Compare(who, draft, null, foreign.Stock.Sample.Select(id => (id.ToString(), Twin(id))), foreign) is { } all) return all;
        foreach (var slot in ids)
            if (await Compare(who, draft, slot, IdsFor(slot, foreign, alone: ids.Count == 1), foreign) is { } one) return one;
        foreach (var slot in draft.Texts.Where(s => s.Near != "header"))
            if (await Compare(who, draft, slot, WordsFor(draft, foreign), foreign) is { } text) return text;
        return null;
    }

    // The canary is not written down at home while it is looked for there. Signing in and asking for codes is by phone everywhere, counted by phone, and about nothing of a company.
    static IEnumerable<(string, string)> WordsFor(Draft draft, Foreign foreign) =>
        foreign.Words.Where(w => (w.Property != "Phone" || draft.Call.Rule is not OpenToAllAttribute) && (draft.Call.Reads || !w.Value.Contains(foreign.Canary ?? " ", StringComparison.Ordinal))).Select(w => (w.Value, foreign.Twins.GetOrAdd(w.Value, Twin)));

    IEnumerable<(string, string)> IdsFor(Slot slot, Foreign foreign, bool alone)
    {
        var elsewhere = learned.GetValueOrDefault(slot.Name).Table;
        var ids = (slot.Reached ? slot.Table : elsewhere ?? slot.Table) is { } table && foreign.Stock.Ids.TryGetValue(table, out var known) ? known : [];
        // Where nobody knows what is meant, anything may be.
        return (slot.Reached || alone || elsewhere is not null ? ids : ids.Concat(foreign.Stock.Sample)).Distinct().Select(id => (id.ToString(), Twin(id)));
    }

    // Calls beside this one change the same ticket between two answers; what really tells apart does so every time.
    const int Rounds = 5;

    async Task<string?> Compare(Caller who, Draft draft, Slot? slot, IEnumerable<(string Theirs, string Nothing)> pairs, Foreign foreign)
    {
        Answer? nothing = null;
        string nothings = "";
        foreach (var (theirs, random) in pairs)
        {
            for (var round = 0; ; round++)
            {
                var answer = await Send(who, draft, Filled(draft, slot, theirs), await Version(who, draft));
                if (Wrong(answer, [theirs], foreign, who) is { } wrong) return $"{slot?.Name ?? "everywhere"} = {theirs}: {wrong}";
                if (nothing is not null && Same(answer, nothing, foreign.Said(theirs, nothings))) break;
                // What the calls before changed at home may have changed the answer, and lists go on after an id's time: a random one from the same moment tells.
                (nothing, nothings) = (await Send(who, draft, Filled(draft, slot, random), await Version(who, draft)), random);
                if (Wrong(nothing, [random], foreign, who) is { } even) return $"{slot?.Name ?? "everywhere"} = {random}: {even}";
                if (Same(answer, nothing, foreign.Said(theirs, nothings))) break;
                if (round == Rounds) return $"{slot?.Name ?? "everywhere"} = {theirs} is told from nothing: {Brief(answer, nothing, foreign.Said(theirs, nothings))}";
            }
        }
        return null;
    }

    static Dictionary<Slot, string> Filled(Draft draft, Slot? slot, string value)
    {
        if (slot is null) return draft.Ids.ToDictionary(s => s, _ => value);
        Dictionary<Slot, string> filled = slot.Alone ? draft.Ids.Where(s => s.Optional).ToDictionary(s => s, _ => "") : [];
        filled[slot] = value;
        return filled;
    }

    static string? Wrong(Answer answer, IReadOnlyList<string> sent, Foreign foreign, Caller who)
    {
        if (answer.Status >= 500 || (who.Token is not null && answer.AsksToSignIn)) return $"answers {answer.Status} {answer.Body[..Math.Min(300, answer.Body.Length)]}";
        var body = Without(answer.Location + "\n" + answer.Body, sent);
        if (foreign.Canary is { } canary && body.IndexOf(canary, StringComparison.Ordinal) is var at and >= 0) return $"shows the other company: {body[Math.Max(0, at - 60)..Math.Min(body.Length, at + 60)]}";
        if (foreign.Hidden.Count == 0) return null;
        foreach (var found in Ids().EnumerateMatches(body))
            if (Guid.TryParse(body.AsSpan(found.Index, found.Length), out var id) && foreign.Hidden.Contains(id)) return $"names {id} of the other company: {body[Math.Max(0, found.Index - 60)..Math.Min(body.Length, found.Index + 60)]}";
        return null;
    }

    readonly ConcurrentDictionary<Draft, Stock> homes = new();
    readonly ConcurrentDictionary<Call, Draft> fitted = new();

    async Task<Draft> Fitted(Caller who, Call call, Stock home)
    {
        if (fitted.TryGetValue(call, out var known)) return known;
        var draft = Requests.Of(call);
        await Fit(who, draft, home);
        return fitted.GetOrAdd(call, draft);
    }

    async Task<int> Version(Caller who, Draft draft)
    {
        if (draft.Slots.All(s => s.Sort != Sort.Version) || !homes.TryGetValue(draft, out var home)) return 1;
        if (draft.VersionName is { } name) return (await Versions(who, draft)).GetValueOrDefault(name, 1);
        return draft.Ids.FirstOrDefault(s => s.InRoute) is { Table: { } table } row ? await home.Company.VersionOf(table, Guid.Parse(row.Home)) : 1;
    }

    // The versions that the row's own address shows: of itself, and of what is kept beside it.
    async Task<Dictionary<string, int>> Versions(Caller who, Draft draft)
    {
        if (draft.Ids.FirstOrDefault(s => s.InRoute) is not { } row || draft.Call.IsPage) return [];
        var at = "~" + draft.Slots.IndexOf(row).ToString(System.Globalization.CultureInfo.InvariantCulture) + "~";
        var get = new Draft(draft.Call) { Method = HttpMethod.Get, Path = draft.Path[..(draft.Path.IndexOf(at, StringComparison.Ordinal) + at.Length)].Replace(at, row.Home, StringComparison.Ordinal) };
        return ShownVersion().Matches((await Send(who, get)).Body).DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
    }

    [System.Text.RegularExpressions.GeneratedRegex("\"(\\w*[vV]ersion)\":(\\d+)")]
    private static partial System.Text.RegularExpressions.Regex ShownVersion();

    /// <summary>Fills the places from home, so that a request gets as far as a good one, and notes where an id makes a difference.</summary>
    internal async Task Fit(Caller who, Draft draft, Stock home)
    {
        homes[draft] = home;
        foreach (var slot in draft.Slots)
        {
            var meant = home.Meant(slot).FirstOrDefault();
            if (slot.Sort == Sort.Id && meant is not null) (slot.Table, slot.Home) = (meant, slot.Optional && !home.Named(slot) ? "" : home.Ids[meant][0].ToString());
            else if (slot.Sort == Sort.Text && meant is not null && (slot.Fresh is null || slot.Name == "Key") && draft.Json is not null && home.Words.FirstOrDefault(w => w.Table == meant) is { } word)
                (slot.Home, slot.Fresh) = (word.Value, null);
        }
        foreach (var slot in draft.Slots.Where(s => s.Sort != Sort.Version).OrderByDescending(s => s.InRoute))
        {
            if (slot.Sort == Sort.Text && !slot.InRoute) continue;
            if (slot.Sort == Sort.Text) await FitWord(who, draft, slot, home);
            else reached.AddOrUpdate($"{draft.Call.Name} {slot.Near} {slot.Name}", await FitId(who, draft, slot, home), (_, before) => before || slot.Reached);
        }
    }

    async Task FitWord(Caller who, Draft draft, Slot slot, Stock home)
    {
        var random = Guid.NewGuid().ToString("N")[..12];
        var nothing = await Send(who, draft, Filled(draft, slot, random), 1);
        foreach (var word in home.Words.OrderByDescending(w => home.Meant(slot).FirstOrDefault() == w.Table).DistinctBy(w => (w.Table, w.Property)))
        {
            if (Same(await Send(who, draft, Filled(draft, slot, word.Value), 1), nothing, [word.Value, random])) continue;
            (slot.Home, slot.Reached) = (word.Value, true);
            return;
        }
    }

    // What a place of the same name in another body was found to take, or how often it was tried in vain.
    readonly ConcurrentDictionary<string, (string? Table, int Tries)> learned = new(StringComparer.Ordinal);

    async Task<bool> FitId(Caller who, Draft draft, Slot slot, Stock home)
    {
        var (known, tried) = draft.Json is null ? (null, 0) : learned.GetOrAdd(slot.Name, (null, 0));
        var meant = (known is null ? home.Meant(slot) : home.Meant(slot).Prepend(known)).ToList();
        var tries = meant.Take(2).SelectMany(t => home.Ids[t].Select(id => (Table: t, Id: id))).ToList();
        var others = home.Ids.Where(t => !meant.Take(2).Contains(t.Key)).Select(t => (Table: t.Key, Id: t.Value[0]));
        if (slot.InRoute || (draft.Json is not null && known is null && tried < 2)) tries.AddRange(others);
        var found = await Try(who, draft, slot, tries);
        if (!found && draft.Json is not null && !slot.InRoute)
            foreach (var version in (await Versions(who, draft)).Keys)
            {
                if (found) break;
                draft.VersionName = version;
                if (!(found = await Try(who, draft, slot, tries.Take(8)))) draft.VersionName = null;
            }
        if (draft.Json is not null) learned[slot.Name] = found ? (slot.Table, 0) : (known, tried + 1);
        return found;
    }

    async Task<bool> Try(Caller who, Draft draft, Slot slot, IEnumerable<(string Table, Guid Id)> tries)
    {
        foreach (var alone in slot.Optional && draft.Ids.Count(s => s.Optional) > 1 ? new[] { false, true } : [false])
        {
            slot.Alone = alone;
            foreach (var (table, id) in tries)
            {
                // In the route the version is the row's; elsewhere the route's row has it.
                var before = (slot.Table, slot.Home);
                (slot.Table, slot.Home) = (table, id.ToString());
                var random = Twin(id);
                var nothing = await Send(who, draft, Filled(draft, slot, random), await Version(who, draft));
                if (!Same(await Send(who, draft, Filled(draft, slot, slot.Home), await Version(who, draft)), nothing, [slot.Home, random]))
                {
                    // One of them excludes another, so the others stay away from here on.
                    if (alone)
                        foreach (var other in draft.Ids.Where(s => s.Optional && s != slot)) other.Home = "";
                    return slot.Reached = true;
                }
                (slot.Table, slot.Home) = before;
            }
        }
        return slot.Alone = false;
    }
}
