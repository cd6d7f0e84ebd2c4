using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Settings;
using Tickets.Categories;

namespace Tickets.Quotes;

/// <summary>A position of the price list in a company file; without a price it is agreed case by case.</summary>
sealed record PriceItemFile(string Key, string Group, string Name, string Unit, decimal? Price = null);

/// <summary>The <c>prices</c> section. What the file no longer names is retired: old quotes keep it.</summary>
sealed class PriceSection : ICompanySection
{
    public string Name => "prices";

    public Type Shape => typeof(IReadOnlyList<PriceItemFile>);

    public void Validate(object value, CompanyFileProblems problems)
    {
        HashSet<string> keys = [];
        var items = (IReadOnlyList<PriceItemFile>)value;
        for (var i = 0; i < items.Count; i++)
        {
            var (item, path) = (items[i], $"$.prices[{i}]");
            if (!FileKeys.IsKey(item.Key)) problems.Add(path + ".key", QuoteErrors.BadKey.Text);
            else if (!keys.Add(item.Key)) problems.Add(path + ".key", "编号“{0}”出现了两次。", item.Key);
            if (PriceItem.Problem(item.Group, item.Name, item.Unit, item.Price) is { } wrong) problems.Add(path, wrong.Text, wrong.Args);
        }
    }

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var db = services.GetRequiredService<AppDb>();
        var have = await db.PriceItems.ToDictionaryAsync(p => p.Key, StringComparer.Ordinal, stop);
        var order = 0;
        var items = (IReadOnlyList<PriceItemFile>)value;
        foreach (var item in items)
        {
            if (!have.TryGetValue(item.Key, out var row))
            {
                db.PriceItems.Add(row = new PriceItem(item.Key));
                changes.Added($"prices.{item.Key} {item.Name}");
            }
            else if (row.Retired || FileOf(row) != item) changes.Changed($"prices.{item.Key}", CompanyJson.Text(FileOf(row)), CompanyJson.Text(item));
            row.Describe(item.Group, item.Name, item.Unit, item.Price, ++order);
            row.Retire(false);
        }
        foreach (var gone in have.Values.Where(p => !p.Retired && items.All(i => i.Key != p.Key)))
        {
            gone.Retire();
            changes.Removed($"prices.{gone.Key} {gone.Name}");
        }
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop) =>
        (await services.GetRequiredService<AppDb>().PriceItems.AsNoTracking().Where(p => !p.Retired).OrderBy(p => p.Order).ToListAsync(stop)).ConvertAll(FileOf);

    static PriceItemFile FileOf(PriceItem p) => new(p.Key, p.Group, p.Name, p.Unit, p.Price);
}
