using Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Platform.Exports;

namespace Data;

/// <summary>Sees only who has something to export, across companies.</summary>
public sealed class ExportDueDb(DbContextOptions<ExportDueDb> options) : DbContext(options), IAskAcrossCompanies
{
    /// <summary>Companies with an export due at <paramref name="now"/> (UTC), at most a thousand.</summary>
    public Task<List<Guid>> CompaniesDue(DateTime now, CancellationToken stop) =>
        Set<Export>().Where(e => e.DueAt != null && e.DueAt <= now).Select(e => e.TenantId).Distinct().OrderBy(t => t).Take(1000).ToListAsync(stop);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Export>(export =>
    {
        export.HasKey(e => new { e.TenantId, e.Id });
        PlatformMaps.MapExport(export);
    });
}
