namespace Isolation.Tests;

/// <summary>Forms of pages, sent with their tokens the way a browser does.</summary>
sealed partial class Sweep
{
    int formsSent;

    /// <summary>How many different forms were sent.</summary>
    internal int FormsSent => formsSent;

    /// <summary>As <see cref="TellsApart"/>, for every form of every page, once per button, in each of its places.</summary>
    internal Task<IReadOnlyList<string>> FormsTellApart(Caller who, Foreign foreign, Stock home, Func<Call, bool> pick) =>
        // One after another: a form that changes a ticket would show on the page that another form of it is answered with.
        Complaints(Calls.Where(c => c.IsPage && c.Method == HttpMethod.Post && pick(c)), call => JudgeForms(who.Again(), call, foreign, home), atOnce: 1);

    sealed record Drawn(PageForm Form, Draft Get, IReadOnlyList<string> At);

    async Task<string?> JudgeForms(Caller who, Call post, Foreign foreign, Stock home)
    {
        var get = await Fitted(who, new Call(post.Endpoint, HttpMethod.Get), home);
        foreach (var drawn in await Draw(who, post, get, home))
        {
            Interlocked.Increment(ref formsSent);
            var slots = Post(post, drawn, home).Slots.Count;
            if (slots == 0 && Wrong(await Send(who, Post(post, drawn, home)), [], foreign, who) is { } wrong) return $"{drawn.Form.Key}: {wrong}";
            for (var i = 0; i < slots; i++)
            {
                // Drawn anew, because the posts before may have changed the row and so its version.
                var again = PageForm.Read((await Send(who, get, At(get, drawn.At), 1)).Body).FirstOrDefault(f => f.Key == drawn.Form.Key) is { } fresh ? drawn with { Form = fresh } : drawn;
                var draft = Post(post, again, home);
                if (i >= draft.Slots.Count) continue;
                var slot = draft.Slots[i];
                // Which words find something was asked before any were written down.
                if (slot.Sort == Sort.Text && i < drawn.Get.Slots.Count && !slot.InRoute) continue;
                if (await Compare(who, draft, slot, slot.Sort == Sort.Text ? WordsFor(draft, foreign) : Few(slot, foreign), foreign) is { } complaint)
                    return $"form {drawn.Form.Handler} by {drawn.Form.Button}: {complaint}";
            }
        }
        return null;
    }

    // Opening the page was tried with everything; a form is tried with what belongs there, or with one of each where nobody knows.
    static IEnumerable<(string, string)> Few(Slot slot, Foreign foreign) =>
        (slot.Table is { } table && foreign.Stock.Ids.TryGetValue(table, out var ids) ? ids : foreign.Stock.Sample).Select(id => (id.ToString(), Twin(id)));

    static Dictionary<Slot, string> At(Draft draft, IReadOnlyList<string> values) => draft.Slots.Zip(values).ToDictionary(p => p.First, p => p.Second);

    // The page for several rows, because its forms depend on how far a row has come; then what its type takes but nowhere draws.
    async Task<List<Drawn>> Draw(Caller who, Call post, Draft get, Stock home)
    {
        var found = new Dictionary<string, Drawn>(StringComparer.Ordinal);
        string? token = null;
        foreach (var at in Places(get, home))
            foreach (var form in PageForm.Read((await Send(who, get, At(get, at), 1)).Body))
            {
                token ??= form.Token;
                found.TryAdd(form.Key, new Drawn(form, get, at));
            }
        var fields = Requests.FormFields(post.Endpoint).ToList();
        foreach (var missing in fields.Select(f => f.Form).Distinct().Where(f => found.Values.All(d => d.Form.Handler != f)))
        {
            token ??= await AnyToken(who);
            List<(string, string)> invented = [("_handler", missing), ("__RequestVerificationToken", token ?? "")];
            invented.AddRange(fields.Where(f => f.Form == missing).Select(f => (f.Field, Requests.FieldValue(f.Field, f.Type))));
            found.TryAdd(missing, new Drawn(new PageForm(missing, "", invented, new HashSet<string>(), [], HasFiles: false), get, Places(get, home)[0]));
        }
        return [.. found.Values];
    }

    async Task<string?> AnyToken(Caller who)
    {
        foreach (var call in Calls.Where(c => c.IsPage && c.Method == HttpMethod.Get))
            if (PageForm.Read((await Send(who, Requests.Of(call))).Body).FirstOrDefault(f => f.Token is not null) is { } form) return form.Token;
        return null;
    }

    static List<string[]> Places(Draft get, Stock home)
    {
        var guessed = get.Slots.Select(s => s.Home).ToArray();
        List<string[]> places = [guessed, [.. get.Slots.Select(s => s.InRoute ? s.Home : "")]];
        foreach (var slot in get.Ids.Where(s => s.Table is not null))
            foreach (var id in home.Ids[slot.Table!])
                places.Add([.. get.Slots.Select((s, i) => s == slot ? id.ToString() : s.InRoute ? guessed[i] : "")]);
        return [.. places.DistinctBy(p => string.Join('|', p))];
    }

    static Draft Post(Call post, Drawn drawn, Stock home)
    {
        var draft = Requests.Of(post);
        for (var i = 0; i < draft.Slots.Count; i++) (draft.Slots[i].Home, draft.Slots[i].Table) = (drawn.At[i], drawn.Get.Slots[i].Table);
        (draft.Form, draft.Multipart) = ([], drawn.Form.HasFiles);
        foreach (var (name, value) in drawn.Form.Fields) draft.Form.Add((name, Field(draft, drawn.Form, name, value, home)));
        // What a script adds, and what the page would take.
        foreach (var name in drawn.Form.Uploads) draft.Form.Add((name, draft.Add(new Slot(name, "attachment", Sort.Id) { Table = "Attachment" })));
        foreach (var (_, name, type) in Requests.FormFields(post.Endpoint).Where(f => f.Form == drawn.Form.Handler && drawn.Form.Fields.All(d => d.Name != f.Field)))
        {
            if (type != typeof(Guid) && (type != typeof(string) || name.EndsWith("Key", StringComparison.Ordinal))) continue;
            var slot = new Slot(name, "", Sort.Id);
            slot.Table = home.Meant(slot).FirstOrDefault();
            draft.Form.Add((name, draft.Add(slot)));
        }
        return draft;
    }

    static string Field(Draft draft, PageForm form, string name, string value, Stock home)
    {
        if (name is "_handler" or "__RequestVerificationToken") return value;
        if (Ids().Match(value) is { Success: true } id)
        {
            var table = Guid.TryParse(id.Value, out var known) ? home.TableOf(known) : null;
            // A fresh id that makes a form count once.
            if (table is null && (name.EndsWith("Key", StringComparison.Ordinal) || name == "once")) return Draft.Anew;
            return value.Replace(id.Value, draft.Add(new Slot(name, "", Sort.Id) { Home = id.Value, Table = table }), StringComparison.Ordinal);
        }
        return form.Choices.Contains(name) || name.Contains("phone", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Key", StringComparison.Ordinal)
            ? draft.Add(new Slot(name, "", Sort.Text) { Home = value }) : value;
    }
}
