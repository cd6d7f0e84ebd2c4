using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Settings;
using Staff.Contracts;

namespace Tickets.Categories;

/// <summary>A group of the category tree in a company file.</summary>
sealed record CategoryGroupFile(string Key, string Name, TicketKind Kind, IReadOnlyList<CategoryLeafFile> Children, string? Icon = null, string? Hint = null);

/// <summary>A leaf of the category tree in a company file.</summary>
sealed record CategoryLeafFile(string Key, string Name, TicketKind Kind, IReadOnlyList<string>? Skills = null, Priority Priority = Priority.Normal, int ResponseMinutes = 30, int ResolveMinutes = 1440,
    bool RoundTheClock = false, DispatchMode Dispatch = DispatchMode.Auto, bool Chargeable = false, PlaceRule Where = PlaceRule.Both, Evidence? Evidence = null, string? Hint = null, int ArriveMinutes = 0)
{
    internal CategoryRules Rules => new(Skills ?? [], Priority, ResponseMinutes, ResolveMinutes, RoundTheClock, Dispatch, Chargeable, Where, Evidence ?? new(), ArriveMinutes);

    internal static CategoryLeafFile Of(Category c) => new(c.Key, c.Name, c.Kind, c.Skills, c.Priority, c.ResponseMinutes, c.ResolveMinutes, c.RoundTheClock, c.Dispatch, c.Chargeable, c.Where, c.Rules.Evidence, c.Hint, c.ArriveMinutes);
}

/// <summary>The <c>categories</c> section. What the file no longer names is retired, not deleted: old tickets keep it.</summary>
sealed class CategorySection : ICompanySection
{
    public string Name => "categories";

    public Type Shape => typeof(IReadOnlyList<CategoryGroupFile>);

    public void Validate(object value, CompanyFileProblems problems)
    {
        HashSet<string> keys = [];
        var groups = (IReadOnlyList<CategoryGroupFile>)value;
        for (var g = 0; g < groups.Count; g++)
        {
            var path = $"$.categories[{g}]";
            CheckNode(path, groups[g].Key, groups[g].Name, groups[g].Hint, keys, problems);
            for (var c = 0; c < groups[g].Children.Count; c++)
            {
                var leaf = groups[g].Children[c];
                var at = $"{path}.children[{c}]";
                CheckNode(at, leaf.Key, leaf.Name, leaf.Hint, keys, problems);
                if (leaf.Kind != groups[g].Kind) problems.Add(at + ".kind", "下级类别的 kind 要与上级相同。");
                if (Category.Problem(leaf.Rules) is { } wrong) problems.Add(at, wrong.Text, wrong.Args);
                for (var s = 0; s < leaf.Rules.Skills.Count; s++)
                    if (!problems.Knows("skills", leaf.Rules.Skills[s])) problems.Add($"{at}.skills[{s}]", CategoryErrors.UnknownSkill.Text, leaf.Rules.Skills[s]);
            }
        }
    }

    static void CheckNode(string path, string key, string name, string? hint, HashSet<string> keys, CompanyFileProblems problems)
    {
        if (!FileKeys.IsKey(key)) problems.Add(path + ".key", CategoryErrors.BadKey.Text);
        else if (!keys.Add(key)) problems.Add(path + ".key", "编号“{0}”出现了两次。", key);
        if (name.Trim().Length is 0 or > 30) problems.Add(path + ".name", CategoryErrors.BadName.Text);
        if (hint is { Length: > 120 }) problems.Add(path + ".hint", CategoryErrors.BadHint.Text);
    }

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var db = services.GetRequiredService<AppDb>();
        var have = await db.Categories.ToDictionaryAsync(c => c.Key, StringComparer.Ordinal, stop);
        HashSet<string> named = [];
        var order = 0;
        foreach (var group in (IReadOnlyList<CategoryGroupFile>)value)
        {
            var parent = Node(group.Key, null, group.Kind, have, db, changes, group.Name);
            Describe(parent, group.Name, group.Icon, group.Hint, ++order, changes);
            named.Add(group.Key);
            foreach (var child in group.Children)
            {
                var leaf = Node(child.Key, parent.Id, child.Kind, have, db, changes, $"{group.Name} › {child.Name}");
                var before = CompanyJson.Text(leaf.Rules);
                Describe(leaf, child.Name, null, child.Hint, ++order, changes);
                leaf.Set(child.Rules);
                if (db.Entry(leaf).State != EntityState.Added && before != CompanyJson.Text(leaf.Rules)) changes.Changed($"categories.{child.Key}", before, CompanyJson.Text(leaf.Rules));
                named.Add(child.Key);
            }
        }
        foreach (var gone in have.Values.Where(c => !named.Contains(c.Key) && !c.Retired))
        {
            gone.Retire();
            changes.Removed($"categories.{gone.Key} {gone.Name}");
        }
    }

    static Category Node(string key, Guid? parentId, TicketKind kind, Dictionary<string, Category> have, AppDb db, CompanyChanges changes, string path)
    {
        if (have.TryGetValue(key, out var node))
        {
            if (node.Retired)
            {
                node.Retire(false);
                changes.Added($"categories.{key} {path}");
            }
            return node;
        }
        node = new Category(key, parentId, kind);
        db.Categories.Add(node);
        changes.Added($"categories.{key} {path}");
        return node;
    }

    static void Describe(Category node, string name, string? icon, string? hint, int order, CompanyChanges changes)
    {
        if (node.Name.Length > 0 && node.Name != name) changes.Changed($"categories.{node.Key}.name", node.Name, name);
        if (string.IsNullOrWhiteSpace(hint)) hint = null;
        if (node.Name.Length > 0 && node.Hint != hint) changes.Changed($"categories.{node.Key}.hint", node.Hint, hint);
        node.Describe(name, icon, hint, order);
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop)
    {
        var all = await services.GetRequiredService<AppDb>().Categories.AsNoTracking().Where(c => !c.Retired).OrderBy(c => c.Order).ToListAsync(stop);
        return all.Where(c => c.ParentId is null)
            .Select(g => new CategoryGroupFile(g.Key, g.Name, g.Kind, [.. all.Where(c => c.ParentId == g.Id).Select(CategoryLeafFile.Of)], g.Icon, g.Hint)).ToList();
    }
}

/// <summary>The <c>tickets</c> section: numbers, limits and visibility.</summary>
sealed class TicketSection : ICompanySection
{
    public string Name => "tickets";

    public Type Shape => typeof(TicketSettings);

    public void Validate(object value, CompanyFileProblems problems)
    {
        var rules = (TicketSettings)value;
        foreach (var (name, prefix) in new[] { ("repairPrefix", rules.RepairPrefix), ("complaintPrefix", rules.ComplaintPrefix), ("orderPrefix", rules.OrderPrefix) })
            if (prefix.Length is < 1 or > 6 || !prefix.All(char.IsAsciiLetterUpper)) problems.Add("$.tickets." + name, "单号前缀要用 1 到 6 个大写字母。");
        if (new[] { rules.RepairPrefix, rules.ComplaintPrefix, rules.OrderPrefix }.Distinct().Count() < 3) problems.Add("$.tickets", "三种单号前缀不能相同。");
        foreach (var (name, number, max) in new[] { ("dailyLimit", rules.DailyLimit, 100), ("acceptMinutes", rules.AcceptMinutes, 1440), ("closeAfterDays", rules.CloseAfterDays, 60), ("maxOpenPerTechnician", rules.MaxOpenPerTechnician, 50),
            ("lowPercent", rules.LowPercent, 1000), ("highPercent", rules.HighPercent, 100), ("urgentPercent", rules.UrgentPercent, 100), ("repeatDays", rules.RepeatDays, 365) })
            if (number < 1 || number > max) problems.Add("$.tickets." + name, "要在 1 到 {0} 之间。", max);
        foreach (var (field, least, most) in rules.Dispatch.Wrong()) problems.Add("$.tickets.dispatch." + field, "要在 {0} 到 {1} 之间。", least, most);
        if (rules.LowScore is < 1 or > 4) problems.Add("$.tickets.lowScore", "要在 1 到 {0} 之间。", 4);
        if (rules.RatingTags.Count > 20 || rules.RatingTags.Any(t => t.Trim().Length is 0 or > 12) || rules.RatingTags.Distinct().Count() < rules.RatingTags.Count) problems.Add("$.tickets.ratingTags", "评价标签最多 20 个，各不相同，最长 12 个字。");
        if (rules.SuspendReasons.Count is < 1 or > 20 || rules.SuspendReasons.Any(r => r.Name.Trim().Length is 0 or > 30) || rules.SuspendReasons.DistinctBy(r => r.Name).Count() < rules.SuspendReasons.Count)
            problems.Add("$.tickets.suspendReasons", "暂停原因要有 1 到 20 个，各不相同，最长 30 个字。");
    }

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var settings = services.GetRequiredService<ICompanySettings>();
        var before = await settings.Get<TicketSettings>(stop);
        if (await settings.Set((TicketSettings)value, stop)) changes.Changed("tickets", CompanyJson.Text(before), CompanyJson.Text(value));
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop) => await services.GetRequiredService<ICompanySettings>().Get<TicketSettings>(stop);
}
