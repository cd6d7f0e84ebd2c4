namespace Estates.Import;

/// <summary>One line of a sheet as it was written, in the order of <see cref="EstateSheet.Columns"/>.</summary>
sealed record SheetRow(int Line, IReadOnlyList<string?> Cells)
{
    public string? Community => Cells[0];
    public string? Building => Cells[1];
    public string? Section => Cells[2];
    public string? Number => Cells[3];
    public string? Kind => Cells[4];
    public string? Floor => Cells[5];
    public string? FloorArea => Cells[6];
    public string? InsideArea => Cells[7];
    public string? State => Cells[8];
    public string? Name => Cells[9];
    public string? Phone => Cells[10];
    public string? Relation => Cells[11];
    public string? From => Cells[12];
}

/// <summary>A row that cannot be taken, and why.</summary>
sealed record RowError(SheetRow Row, string Reason);
