using System.Security.Cryptography;
using System.Text;
using Estates.Contracts;
using Estates.Places;

namespace Estates.Import;

/// <summary>Where a unit is, by its written numbers.</summary>
sealed record UnitRef(Guid CommunityId, string Building, string? Section, string Number);

/// <summary>A person of the sheet: by phone, or without one by name within the unit.</summary>
sealed record PersonRef(string Name, string? Phone);

/// <summary>A new residency; the resident is known already or new.</summary>
sealed record NewStay(UnitRef Unit, PersonRef Person, Guid? ResidentId, ResidentRelation Relation, DateOnly From);

/// <summary>A residency whose relation or first day is corrected, or a request that the sheet confirms.</summary>
sealed record ChangedStay(Guid Id, ResidentRelation Relation, DateOnly From);

/// <summary>Everything that a sheet would do to the data as it stands.</summary>
sealed class ImportPlan
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Dictionary<UnitRef, UnitFacts> NewUnits { get; } = [];
    public Dictionary<Guid, UnitFacts> ChangedUnits { get; } = [];
    public List<NewStay> NewStays { get; } = [];
    public List<ChangedStay> ChangedStays { get; } = [];
    /// <summary>Residents whom the sheet calls otherwise.</summary>
    public Dictionary<Guid, string> Renamed { get; } = [];
    public List<RowError> Errors { get; } = [];
    public int New { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }
    /// <summary>Units that are there already.</summary>
    public Dictionary<UnitRef, Guid> KnownUnits { get; } = [];

    public ImportCounts Counts => new(New, Changed, Unchanged, Errors.Count);

    /// <summary>Adds a difference, with what it starts from, to the fingerprint.</summary>
    public void Note(FormattableString difference) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(difference) + "\n"));

    /// <summary>The same for the same differences against the same data.</summary>
    public string Fingerprint() => Convert.ToHexString(hash.GetCurrentHash());
}
