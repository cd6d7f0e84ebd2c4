using Tickets.Categories;

namespace Tickets.Dispatch.Simulation;

/// <summary>A kind of trouble: how often, how long, how urgent.</summary>
sealed record SimKind(int Number, string? Skill, double Share, double Median, double Spread, double Urgent, double High, bool Weather)
{
    internal Guid Id { get; } = SimWorld.Key(1000 + Number);

    /// <summary>The mean of the lognormal length, which is what a company knows from its past.</summary>
    internal double Mean => Median * Math.Exp(Spread * Spread / 2);

    // Shares and lengths as a company of homes sees them: water and power lead, lifts are rare and urgent.
    internal static readonly IReadOnlyList<SimKind> All =
    [
        new(0, "plumbing", 0.24, 35, 0.5, 0.12, 0.25, true),
        new(1, "plumbing", 0.12, 40, 0.5, 0.08, 0.25, true),
        new(2, "electric", 0.18, 30, 0.5, 0.15, 0.30, true),
        new(3, "lift", 0.05, 45, 0.6, 0.50, 0.30, false),
        new(4, "doors", 0.13, 30, 0.4, 0.05, 0.20, false),
        new(5, "network", 0.10, 30, 0.5, 0.02, 0.18, false),
        new(6, "hvac", 0.08, 50, 0.5, 0.03, 0.22, false),
        new(7, null, 0.10, 25, 0.4, 0.02, 0.10, false),
    ];

    /// <summary>Minutes within which somebody has to be there.</summary>
    internal static int Target(Priority priority) => priority switch { Priority.Urgent => 30, Priority.High => 60, Priority.Normal => 120, _ => 240 };
}
