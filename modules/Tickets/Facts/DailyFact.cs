using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Model;

namespace Tickets.Facts;

/// <summary>Where something counts: a company day, a place, a category and whose work it was.</summary>
sealed record Cell(DateOnly Day, Guid CommunityId, Guid? BuildingId, Guid CategoryId, Guid? TechnicianAccountId)
{
    /// <summary>The same cell has the same id on every node, so that two first tickets of a day meet in one row.</summary>
    internal Guid Key => new(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())).AsSpan(0, 16));
}

/// <summary>What a company's tickets come to in a cell. Changed only by the differences that tickets make.</summary>
sealed class DailyFact : Aggregate
{
    DailyFact() { }

    internal DailyFact(Cell cell, Measures measures)
    {
        Id = cell.Key;
        (Day, CommunityId, BuildingId, CategoryId, TechnicianAccountId, Is) = (cell.Day, cell.CommunityId, cell.BuildingId, cell.CategoryId, cell.TechnicianAccountId, measures);
    }

    public DateOnly Day { get; private set; }
    public Guid CommunityId { get; private set; }
    public Guid? BuildingId { get; private set; }
    public Guid CategoryId { get; private set; }
    public Guid? TechnicianAccountId { get; private set; }
    public Measures Is { get; private set; } = new();
}

/// <summary>What one ticket contributes at present. Its version lets only one of two nodes change the days.</summary>
sealed class TicketFact : Aggregate
{
    static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    sealed record Line(Cell At, Measures Is);

    TicketFact() { }

    internal TicketFact(Guid ticketId) => TicketId = ticketId;

    public Guid TicketId { get; private set; }
    public string CellsJson { get; private set; } = "[]";

    internal IReadOnlyDictionary<Cell, Measures> Cells => JsonSerializer.Deserialize<List<Line>>(CellsJson, Compact)!.ToDictionary(l => l.At, l => l.Is);

    internal void Become(IReadOnlyDictionary<Cell, Measures> cells) =>
        CellsJson = JsonSerializer.Serialize(cells.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal).Select(c => new Line(c.Key, c.Value)), Compact);
}
