using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Estates.Residents;

static class ResidentMaps
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Resident>(resident =>
        {
            resident.ToTable("estates_resident");
            resident.Property(r => r.Name).HasMaxLength(30);
            resident.Property(r => r.Phone).HasMaxLength(11);
            resident.ReferencesUnit(r => r.HomeUnitId);
            resident.HasTenantIndex(nameof(Resident.Phone)).IsUnique();
            resident.HasTenantIndex(nameof(Resident.AccountId)).IsUnique();
            resident.HasTenantIndex(nameof(Resident.Name), nameof(Resident.Id));
        });
        model.Entity<Residency>(residency =>
        {
            residency.ToTable("estates_residency");
            residency.Property(r => r.DecidedByName).HasMaxLength(60);
            residency.Property(r => r.Reason).HasMaxLength(200);
            residency.References<Resident, Residency>(r => r.ResidentId);
            residency.ReferencesUnit(r => r.UnitId);
            // One open residency per person and unit, also for two taps at the same moment: requested is 0, verified 1.
            residency.HasTenantIndex(nameof(Residency.ResidentId), nameof(Residency.UnitId)).IsUnique().HasFilter("state < 2");
            residency.HasTenantIndex(nameof(Residency.UnitId), nameof(Residency.State));
            residency.HasTenantIndex(nameof(Residency.State), nameof(Residency.Id));
        });
    }
}
