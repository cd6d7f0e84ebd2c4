using Data;
using Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Notices.Pruning;
using Notices.Sending;
using Notices.Wishes;
using Platform.Notices;

namespace Notices;

/// <summary>The module's sets and their maps.</summary>
static class NoticesDb
{
    extension(AppDb db)
    {
        internal DbSet<NoticeDelivery> Deliveries => db.Set<NoticeDelivery>();
        internal DbSet<PruneRun> PruneRuns => db.Set<PruneRun>();
        internal DbSet<NoticeWishes> Wishes => db.Set<NoticeWishes>();
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<NoticeDelivery>(delivery =>
        {
            MapDelivery(delivery);
            delivery.References<Notice, NoticeDelivery>(d => d.NoticeId);
            delivery.HasTenantIndex(nameof(NoticeDelivery.AccountId), nameof(NoticeDelivery.Source), nameof(NoticeDelivery.Channel)).IsUnique();
            delivery.HasTenantIndex(nameof(NoticeDelivery.Source));
            delivery.HasTenantIndex(nameof(NoticeDelivery.State));
            delivery.HasTenantIndex(nameof(NoticeDelivery.PlannedAt));
        });
        model.Entity<NoticeWishes>(wishes =>
        {
            wishes.ToTable("notices_wishes");
            wishes.Property(w => w.ChoicesJson).HasMaxLength(4000);
            wishes.HasTenantIndex(nameof(NoticeWishes.AccountId)).IsUnique();
        });
        model.Entity<PruneRun>(run =>
        {
            run.ToTable("notices_prune_run");
            // One per company.
            run.HasTenantIndex().IsUnique();
        });
    }

    internal static void MapDelivery(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<NoticeDelivery> delivery)
    {
        delivery.ToTable("notices_delivery");
        delivery.IsNotPacked();
        delivery.IsAskedAcrossCompanies();
        delivery.Property(d => d.Kind).HasMaxLength(60);
        delivery.Property(d => d.Answer).HasMaxLength(NoticeDelivery.LongestAnswer);
        delivery.Property(d => d.LastError).HasMaxLength(NoticeDelivery.LongestAnswer);
        // Not led by the company: asked across companies, "who has something to send?".
        delivery.HasIndex(d => new { d.NextAt, d.TenantId }).HasFilter("next_at IS NOT NULL");
    }
}
