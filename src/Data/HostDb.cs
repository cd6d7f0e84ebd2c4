using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts;
using Platform.Backups;

namespace Data;

/// <summary>What the platform itself keeps: accounts, memberships, companies, domains, communities. No company's business data.</summary>
public sealed class HostDb(DbContextOptions<HostDb> options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>Companies.</summary>
    public DbSet<Company> Companies => Set<Company>();
    /// <summary>Proven host names.</summary>
    public DbSet<CompanyDomain> Domains => Set<CompanyDomain>();
    /// <summary>Who belongs to which company.</summary>
    public DbSet<Membership> Memberships => Set<Membership>();
    /// <summary>Communities, whoever runs them.</summary>
    public DbSet<CommunityRecord> Communities => Set<CommunityRecord>();
    /// <summary>Who ran which community when.</summary>
    public DbSet<CommunityEngagement> Engagements => Set<CommunityEngagement>();
    /// <summary>One-time codes.</summary>
    public DbSet<OneTimeCode> OneTimeCodes => Set<OneTimeCode>();
    /// <summary>The development outbox of text messages.</summary>
    public DbSet<SentSms> SentSms => Set<SentSms>();

    /// <summary>Packages that were made, are being made or are made into companies.</summary>
    public DbSet<BackupRun> BackupRuns => Set<BackupRun>();
    /// <summary>When companies are backed up.</summary>
    public DbSet<BackupPlan> BackupPlans => Set<BackupPlan>();
    /// <summary>Keys of companies.</summary>
    public DbSet<CompanyKey> CompanyKeys => Set<CompanyKey>();

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("account");
            account.Property(a => a.Id).ValueGeneratedNever();
            account.Property(a => a.DisplayName).HasMaxLength(60);
            account.Property(a => a.Language).HasMaxLength(10);
            account.Property(a => a.Theme).HasMaxLength(10);
        });
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserClaim<Guid>>().ToTable("account_claim");
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserLogin<Guid>>().ToTable("account_login");
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserToken<Guid>>().ToTable("account_token");
        builder.Entity<Company>(company =>
        {
            company.ToTable("company");
            company.Property(c => c.Id).ValueGeneratedNever();
            company.Property(c => c.Slug).HasMaxLength(40);
            company.Property(c => c.Name).HasMaxLength(100);
            company.Property(c => c.Accent).HasMaxLength(7);
            company.Property(c => c.TimeZone).HasMaxLength(60);
            company.Property(c => c.Phone).HasMaxLength(30);
            company.Property(c => c.Version).IsConcurrencyToken();
            company.Property(c => c.Template).HasMaxLength(40);
            company.HasIndex(c => c.Slug).IsUnique();
            company.HasIndex(c => new { c.State, c.DueAt });
            company.HasIndex(c => c.FounderId);
            company.HasOne<Account>().WithMany().HasForeignKey(c => c.FounderId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<CompanyDomain>(domain =>
        {
            domain.ToTable("company_domain");
            domain.HasKey(d => d.Host);
            domain.Property(d => d.Host).HasMaxLength(253);
            domain.HasOne<Company>().WithMany().HasForeignKey(d => d.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Membership>(membership =>
        {
            membership.ToTable("membership");
            membership.HasKey(m => new { m.AccountId, m.CompanyId });
            membership.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
            membership.HasOne<Company>().WithMany().HasForeignKey(m => m.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<CommunityRecord>(community =>
        {
            community.ToTable("community_record");
            community.Property(c => c.Id).ValueGeneratedNever();
            community.Property(c => c.Name).HasMaxLength(100);
            community.Property(c => c.Address).HasMaxLength(200);
        });
        builder.Entity<CommunityEngagement>(engagement =>
        {
            engagement.ToTable("community_engagement");
            engagement.Property(e => e.Id).ValueGeneratedNever();
            engagement.HasOne<CommunityRecord>().WithMany().HasForeignKey(e => e.CommunityId).OnDelete(DeleteBehavior.Restrict);
            engagement.HasOne<Company>().WithMany().HasForeignKey(e => e.CompanyId).OnDelete(DeleteBehavior.Restrict);
            engagement.HasIndex(e => e.CommunityId).IsUnique().HasFilter("until IS NULL");
        });
        builder.Entity<OneTimeCode>(code =>
        {
            code.ToTable("one_time_code");
            code.Property(c => c.Id).ValueGeneratedNever();
            code.Property(c => c.Holder).HasMaxLength(40);
            code.Property(c => c.Hash).HasMaxLength(120);
            code.HasIndex(c => new { c.Holder, c.SentAt });
            code.HasIndex(c => new { c.Holder, c.Minute }).IsUnique();
        });
        builder.Entity<SentSms>(sms =>
        {
            sms.ToTable("sent_sms");
            sms.Property(s => s.Id).ValueGeneratedNever();
            sms.Property(s => s.Phone).HasMaxLength(20);
        });
        MapBackups(builder);
    }

    static void MapBackups(ModelBuilder builder)
    {
        builder.Entity<BackupRun>(run =>
        {
            run.ToTable("backup_run");
            run.Property(r => r.Id).ValueGeneratedNever();
            run.Property(r => r.Sha256).HasMaxLength(64);
            run.Property(r => r.Problem).HasMaxLength(300);
            run.HasIndex(r => r.DueAt).HasFilter("due_at IS NOT NULL");
            run.HasIndex(r => new { r.CompanyId, r.CreatedAt });
            run.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<BackupPlan>(plan =>
        {
            plan.ToTable("backup_plan");
            plan.HasKey(p => p.CompanyId);
            plan.Property(p => p.CompanyId).ValueGeneratedNever();
            plan.Property(p => p.Version).IsConcurrencyToken();
            plan.HasIndex(p => p.NextAt);
            plan.HasOne<Company>().WithMany().HasForeignKey(p => p.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<CompanyKey>(key =>
        {
            key.ToTable("company_key");
            key.HasKey(k => k.CompanyId);
            key.Property(k => k.CompanyId).ValueGeneratedNever();
            key.Property(k => k.Sealed).HasMaxLength(120);
            key.HasOne<Company>().WithMany().HasForeignKey(k => k.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
