using Data;
using Microsoft.EntityFrameworkCore;

namespace Estates.Import;

static class ImportMaps
{
    internal static void Map(ModelBuilder model) => model.Entity<ImportDraft>(draft =>
    {
        draft.ToTable("estates_import_draft");
        draft.IsNotPacked();
        draft.Property(d => d.FileName).HasMaxLength(120);
        draft.Property(d => d.Plan).HasMaxLength(64);
        draft.Property(d => d.FirstErrorsJson).HasMaxLength(-1);
    });
}
