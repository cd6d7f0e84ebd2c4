using Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Attachments;
using Platform.Events;
using Platform.Exports;
using Platform.Notices;
using Platform.Settings;

namespace Data;

static class PlatformMaps
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Role>(role =>
        {
            role.ToTable("platform_role");
            role.Property(r => r.Key).HasMaxLength(60);
            role.Property(r => r.Name).HasMaxLength(60);
            role.HasTenantIndex(nameof(Role.Key)).IsUnique();
            role.HasParts(r => r.Grants, g => g.RoleId);
        });
        model.Entity<RoleGrant>(grant =>
        {
            grant.ToTable("platform_role_grant");
            grant.Property(g => g.Permission).HasMaxLength(80);
            grant.HasTenantIndex(nameof(RoleGrant.RoleId), nameof(RoleGrant.Permission)).IsUnique();
        });
        model.Entity<Member>(member =>
        {
            member.ToTable("platform_member");
            member.Property(m => m.Name).HasMaxLength(60);
            member.Property(m => m.Phone).HasMaxLength(20);
            member.HasTenantIndex(nameof(Member.AccountId)).IsUnique();
            member.HasParts(m => m.Roles, r => r.MemberId);
            member.HasParts(m => m.Areas, a => a.MemberId);
        });
        model.Entity<MemberRole>(held =>
        {
            held.ToTable("platform_member_role");
            held.References<Role, MemberRole>(r => r.RoleId);
            held.HasTenantIndex(nameof(MemberRole.MemberId), nameof(MemberRole.RoleId)).IsUnique();
        });
        model.Entity<MemberArea>(area =>
        {
            area.ToTable("platform_member_area");
            area.HasTenantIndex(nameof(MemberArea.CommunityId));
        });
        model.Entity<CompanySetting>(setting =>
        {
            setting.ToTable("platform_setting");
            setting.Property(s => s.Key).HasMaxLength(60);
            setting.Property(s => s.Json).HasMaxLength(-1);
            setting.HasTenantIndex(nameof(CompanySetting.Key)).IsUnique();
        });
        model.Entity<OutboxMessage>(MapOutbox);
        model.Entity<Notice>(notice =>
        {
            notice.ToTable("platform_notice");
            notice.Property(n => n.Kind).HasMaxLength(60);
            notice.Property(n => n.ValuesJson).HasMaxLength(4000);
            notice.Ignore(n => n.Values);
            notice.Ignore(n => n.Sentence);
            notice.HasTenantIndex(nameof(Notice.AccountId), nameof(Notice.Source)).IsUnique();
            notice.HasTenantIndex(nameof(Notice.AccountId), nameof(Notice.At));
            notice.HasTenantIndex(nameof(Notice.Source));
            notice.HasTenantIndex(nameof(Notice.At));
        });
        model.Entity<Attachment>(attachment =>
        {
            attachment.ToTable("platform_attachment");
            attachment.Property(a => a.ContentType).HasMaxLength(60);
            attachment.Property(a => a.OwnerKind).HasMaxLength(30);
            attachment.HasTenantIndex(nameof(Attachment.OwnerKind), nameof(Attachment.OwnerId));
        });
        model.Entity<Export>(export =>
        {
            MapExport(export);
            export.HasTenantIndex(nameof(Export.AccountId), nameof(Export.Slot)).IsUnique();
            export.HasTenantIndex(nameof(Export.Slot));
        });
        model.Entity<NumberSeries>(series =>
        {
            series.ToTable("platform_number_series");
            series.Property(s => s.Series).HasMaxLength(40);
            series.HasTenantIndex(nameof(NumberSeries.Series)).IsUnique();
        });
        model.Entity<OnceKey>(once =>
        {
            once.ToTable("platform_once_key");
            once.IsNotPacked();
            once.Property(o => o.Key).HasMaxLength(80);
            once.Property(o => o.Request).HasMaxLength(64);
            once.HasTenantIndex(nameof(OnceKey.AccountId), nameof(OnceKey.Key)).IsUnique();
            once.HasTenantIndex(nameof(OnceKey.At));
        });
    }

    internal static void MapOutbox(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("platform_outbox");
        message.IsNotPacked();
        message.IsAskedAcrossCompanies();
        message.Property(m => m.Handler).HasMaxLength(200);
        message.Property(m => m.Payload).HasMaxLength(2000);
        message.Property(m => m.LastError).HasMaxLength(500);
        // Not led by the company: this is the one question asked across companies, "who has something due?".
        message.HasIndex(m => new { m.DueAt, m.TenantId }).HasFilter("parked_at IS NULL");
    }

    internal static void MapExport(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Export> export)
    {
        export.ToTable("platform_export");
        export.IsNotPacked();
        export.IsAskedAcrossCompanies();
        export.Property(e => e.Kind).HasMaxLength(60);
        export.Property(e => e.Parameters).HasMaxLength(Export.LongestParameters);
        export.Property(e => e.Title).HasMaxLength(60);
        export.Property(e => e.Language).HasMaxLength(10);
        // Not led by the company: asked across companies, "who has something to export?".
        export.HasIndex(e => new { e.DueAt, e.TenantId }).HasFilter("due_at IS NOT NULL");
    }
}
