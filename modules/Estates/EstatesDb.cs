using Data;
using Estates.Import;
using Estates.Places;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;

namespace Estates;

static class EstatesDb
{
    extension(AppDb db)
    {
        internal DbSet<Community> Communities => db.Set<Community>();
        internal DbSet<Building> Buildings => db.Set<Building>();
        internal DbSet<Section> Sections => db.Set<Section>();
        internal DbSet<Unit> Units => db.Set<Unit>();
        internal DbSet<PublicPlace> PublicPlaces => db.Set<PublicPlace>();
        internal DbSet<ParkingSpace> ParkingSpaces => db.Set<ParkingSpace>();
        internal DbSet<Resident> Residents => db.Set<Resident>();
        internal DbSet<Residency> Residencies => db.Set<Residency>();
        internal DbSet<ImportDraft> ImportDrafts => db.Set<ImportDraft>();

        /// <summary>Saves the company's and the platform's changes; if the platform's fail, the company's are taken back.</summary>
        internal async Task SaveWith(HostDb host, CancellationToken stop)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            await db.SaveChangesAsync(stop);
            await host.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            await db.AfterCommit();
        }
    }
}
