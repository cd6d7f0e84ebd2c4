namespace Platform;

/// <summary>Amounts of money: yuan with two decimals. The one place that rounds them.</summary>
public static class Money
{
    /// <summary>The amount to the 分, half a 分 away from zero (四舍五入), as prices are reckoned in China (GB/T 8170-2008, 3.2).</summary>
    public static decimal Round(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>True when it can be paid to the 分: no more than two decimals.</summary>
    public static bool IsWhole(decimal amount) => Round(amount) == amount;

    /// <summary>An amount as it is read, such as <c>¥1,280.50</c>, the same in both languages.</summary>
    public static string Text(decimal amount) => (amount < 0 ? "-¥" : "¥") + Math.Abs(amount).ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
}
