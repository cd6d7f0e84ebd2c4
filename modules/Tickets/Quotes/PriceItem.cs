using Platform;
using Platform.Model;

namespace Tickets.Quotes;

/// <summary>A position of the company's price list (收费项目). A price without a figure is agreed case by case.</summary>
sealed class PriceItem : Aggregate
{
    internal const decimal Most = 99_999.99m;

    PriceItem() { }

    internal PriceItem(string key) => Key = key;

    public string Key { get; private set; } = "";
    public string Group { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Unit { get; private set; } = "";
    /// <summary>Yuan for one unit; null where the technician says it on site.</summary>
    public decimal? Price { get; private set; }
    public int Order { get; private set; }
    public bool Retired { get; private set; }

    internal Result<Done> Describe(string? group, string? name, string? unit, decimal? price, int order)
    {
        if (Problem(group, name, unit, price) is { } wrong) return wrong;
        (Group, Name, Unit, Price, Order) = (group!.Trim(), name!.Trim(), unit!.Trim(), price, order);
        return Done.It;
    }

    /// <summary>What is wrong with it, or null.</summary>
    internal static Error? Problem(string? group, string? name, string? unit, decimal? price) =>
        group?.Trim() is not { Length: > 0 and <= 20 } ? QuoteErrors.BadGroup
        : name?.Trim() is not { Length: > 0 and <= 60 } ? QuoteErrors.BadItemName
        : unit?.Trim() is not { Length: > 0 and <= 10 } ? QuoteErrors.BadUnit
        : price is { } p && (p is < 0 or > Most || !Money.IsWhole(p)) ? QuoteErrors.BadPrice
        : null;

    /// <summary>Stands in no new quote; old ones keep it.</summary>
    internal void Retire(bool retired = true) => Retired = retired;
}
