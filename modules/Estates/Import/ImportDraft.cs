using Platform;
using Platform.Model;

namespace Estates.Import;

/// <summary>What a dry run found; one row of the sheet is exactly one of the four.</summary>
sealed record ImportCounts(int New, int Changed, int Unchanged, int Errors)
{
    public int Rows => New + Changed + Unchanged + Errors;
}

/// <summary>An uploaded sheet that was looked at and waits to be confirmed. The sheet itself is a file beside it.</summary>
sealed class ImportDraft : Aggregate
{
    ImportDraft() { }

    public ImportDraft(Guid id, string fileName, Guid uploadedBy, ImportCounts counts, string plan, string firstErrorsJson, DateTime now)
    {
        Id = id;
        (FileName, UploadedBy, Plan, FirstErrorsJson, CheckedAt) = (fileName, uploadedBy, plan, firstErrorsJson, now);
        (New, Changed, Unchanged, Errors) = (counts.New, counts.Changed, counts.Unchanged, counts.Errors);
    }

    public string FileName { get; private set; } = "";
    public Guid UploadedBy { get; private set; }
    public DateTime CheckedAt { get; private set; }
    public int New { get; private set; }
    public int Changed { get; private set; }
    public int Unchanged { get; private set; }
    public int Errors { get; private set; }
    /// <summary>Hash of every difference shown; another one at confirmation means that the data changed meanwhile.</summary>
    public string Plan { get; private set; } = "";
    public string FirstErrorsJson { get; private set; } = "[]";
    public DateTime? ConfirmedAt { get; private set; }

    public string SheetName => $"imports/{Id:N}.xlsx";
    public string ErrorsName => $"imports/{Id:N}.errors.xlsx";

    /// <summary>Whether it may be applied now, given what it would do now.</summary>
    public Result<Done> Confirm(string planNow, DateTime now)
    {
        if (ConfirmedAt is not null) return ImportErrors.AlreadyConfirmed;
        if (Errors > 0) return ImportErrors.HasErrors(Errors);
        if (New + Changed == 0) return ImportErrors.NothingToDo;
        if (planNow != Plan) return ImportErrors.Stale;
        ConfirmedAt = now;
        return Done.It;
    }
}
