using Platform;
using Platform.Model;

namespace Estates.Places;

/// <summary>A building (楼栋) with its sections (单元); small blocks have none.</summary>
sealed class Building : Aggregate
{
    const int MostSections = 40;

    readonly List<Section> sections = [];

    Building() { }

    Building(Guid communityId) => CommunityId = communityId;

    public Guid CommunityId { get; private set; }
    /// <summary>What stands on it, without 幢: <c>3</c>, <c>A</c>, <c>商业楼</c>.</summary>
    public string Number { get; private set; } = "";
    /// <summary>Orders 3 before 12.</summary>
    public string SortKey { get; private set; } = "";
    public int Floors { get; private set; }
    public IReadOnlyList<Section> Sections => sections;

    public string Label => PlaceNames.BuildingLabel(Number);

    public static Result<Building> Build(Guid communityId, string? number, int floors, IEnumerable<string> sectionNumbers)
    {
        var building = new Building(communityId);
        return building.Change(number, floors, sectionNumbers).Error is { } error ? error : building;
    }

    /// <summary>Changes number and floors and adds the sections that are not there yet.</summary>
    public Result<Done> Change(string? number, int floors, IEnumerable<string> sectionNumbers)
    {
        if (PlaceNames.Building(number) is not { } clean) return PlaceErrors.BuildingNumber;
        if (floors is < 1 or > 200) return PlaceErrors.Floors;
        var wanted = new List<string>();
        foreach (var section in sectionNumbers.Where(s => !string.IsNullOrWhiteSpace(s)))
        {
            if (PlaceNames.Section(section) is not { } cleanSection) return PlaceErrors.SectionNumber;
            if (!wanted.Contains(cleanSection)) wanted.Add(cleanSection);
        }
        if (wanted.Count > MostSections) return PlaceErrors.TooManySections(MostSections);

        (Number, SortKey, Floors) = (clean, PlaceNames.SortKey(clean), floors);
        foreach (var section in wanted.Where(w => !sections.Exists(s => s.Number == w))) sections.Add(new Section(section));
        return Done.It;
    }

    /// <summary>The section of that number, made when it is new; null for a building without sections.</summary>
    public Section? SectionOf(string? number)
    {
        if (number is null) return null;
        if (sections.Find(s => s.Number == number) is { } known) return known;
        var made = new Section(number);
        sections.Add(made);
        return made;
    }

    /// <summary>Takes away a section that no unit is in; the database refuses one that is used.</summary>
    public Result<Done> Close(string number) => sections.RemoveAll(s => s.Number == number) > 0 ? Done.It : CommonErrors.NotFound;

    /// <summary>Raises the number of floors to what its units show.</summary>
    public void Reach(int floor) => Floors = Math.Max(Floors, floor);
}

/// <summary>An entrance of a building (单元).</summary>
sealed class Section : Part
{
    Section() { }

    internal Section(string number) => Number = number;

    public Guid BuildingId { get; private set; }
    public string Number { get; private set; } = "";
}
