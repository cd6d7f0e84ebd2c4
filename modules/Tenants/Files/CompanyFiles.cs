using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Accounts;
using Platform.Nodes;
using Platform.Settings;
using Platform.Tenancy;
using Tenants.Founding;
using Tenants.Contracts;
using static Platform.Words;

namespace Tenants.Files;

/// <summary>Applies company files. The company is served only after its sections are in place.</summary>
sealed class CompanyFiles(CompanyFileReader reader, CompanySchema schema, HostDb host, ITenantScopeFactory tenants, TenantCache cache, TimeProvider clock) : ICompanyFiles
{
    public string Schema() => schema.Text();

    public async Task<Result<CompanyFileOutcome>> ApplyIfNew(string json, CancellationToken stop)
    {
        if (await Existing(json, stop) is { } there) return new CompanyFileOutcome(there.Id, there.Slug, there.Name, Created: false, [], []);
        return await Apply(json, stop);
    }

    public async Task<Result<CompanyFileOutcome>> Apply(string json, CancellationToken stop)
    {
        var read = reader.Read(json);
        if (read.Error is { } bad) return bad;
        var file = read.Value;
        var company = await host.Companies.SingleOrDefaultAsync(c => c.Slug == file.Head.Slug, stop);
        if (company is { State: TenantState.Closing or TenantState.Erased }) return FoundingErrors.Taken(file.Head.Slug);
        if (await DomainOfAnother(file.Head, company, stop) is { } taken) return taken;

        var changes = new CompanyChanges();
        var created = company is null;
        if (company is null)
        {
            company = new Company { Slug = file.Head.Slug, Name = file.Head.Name, State = TenantState.Pending, CreatedAt = clock.GetUtcNow().UtcDateTime };
            host.Companies.Add(company);
            await host.SaveChangesAsync(stop);
            await cache.Evict(Guid.Empty, "tenant:");
            changes.Added(T("公司 {0}（{1}）", file.Head.Name, file.Head.Slug));
        }
        await ApplySections(company.Id, file, changes, stop);
        await ApplyHead(company, file.Head, created, changes, stop);
        return new CompanyFileOutcome(company.Id, company.Slug, company.Name, created, changes.Lines, changes.Notes);
    }

    /// <summary>
    /// Sets up a company that was signed up: what the file says and its founder as administrator in one transaction, then it is served. Killed anywhere, it can be done again.
    /// Throws when the file is wrong or nobody could administer the company.
    /// </summary>
    internal async Task Found(Company company, string json, Account founder, CancellationToken stop)
    {
        var read = reader.Read(json);
        if (read.Error is { } bad) throw new InvalidOperationException(bad.Message);
        var changes = new CompanyChanges();
        await ApplySections(company.Id, read.Value, changes, stop, services => Appoint(services.GetRequiredService<AppDb>(), founder, stop));
        if (!await host.Memberships.AnyAsync(m => m.AccountId == founder.Id && m.CompanyId == company.Id, stop)) host.Memberships.Add(new Membership { AccountId = founder.Id, CompanyId = company.Id });
        company.DueAt = null;
        await ApplyHead(company, read.Value.Head, created: true, changes, stop);
    }

    static async Task Appoint(AppDb db, Account founder, CancellationToken stop)
    {
        var roles = await db.Set<Role>().Where(r => r.Grants.Any(g => g.Permission == CompanyPermissions.Roles)).ToListAsync(stop);
        if (roles.Count == 0) throw new InvalidOperationException("No role of the template may edit roles.");
        var member = await db.Set<Member>().WithRolesAndAreas().SingleOrDefaultAsync(m => m.AccountId == founder.Id, stop);
        if (member is null) db.Add(member = new Member(founder.Id, founder.DisplayName, founder.UserName!));
        foreach (var role in roles) member.Add(role);
    }

    // A company whose first file failed half way is still pending and counts as new.
    async Task<Company?> Existing(string json, CancellationToken stop)
    {
        try
        {
            if (CompanyJson.Node(json)?["slug"]?.GetValue<string>() is not { } slug) return null;
            return await host.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.State != TenantState.Pending, stop);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    async Task<Error?> DomainOfAnother(CompanyHead head, Company? company, CancellationToken stop)
    {
        var id = company?.Id ?? Guid.Empty;
        var taken = await host.Domains.AsNoTracking().Where(d => head.Domains.Contains(d.Host) && d.CompanyId != id).Select(d => d.Host).FirstOrDefaultAsync(stop);
        return taken is null ? null : new Error(ErrorKind.Conflict, "tenants/domain-taken", "域名 {0} 已属于另一家公司，什么都没有改动。", taken);
    }

    async Task ApplySections(Guid companyId, CompanyFile file, CompanyChanges changes, CancellationToken stop, Func<IServiceProvider, Task>? last = null)
    {
        await using var scope = await tenants.Open(companyId, evenIfNotActive: true, stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        foreach (var (section, value) in file.Sections)
        {
            await section.Apply(value, scope.Services, changes, stop);
            await db.SaveChangesAsync(stop);
        }
        if (last is not null)
        {
            await last(scope.Services);
            await db.SaveChangesAsync(stop);
        }
        await transaction.CommitAsync(stop);
        await db.AfterCommit();
    }

    async Task ApplyHead(Company company, CompanyHead head, bool created, CompanyChanges changes, CancellationToken stop)
    {
        var before = changes.Lines.Count;
        var quiet = created ? new CompanyChanges() : changes;
        company.Name = Differs(quiet, "name", company.Name, head.Name)!;
        company.Accent = Differs(quiet, "accent", company.Accent, head.Accent)!;
        company.TimeZone = Differs(quiet, "timeZone", company.TimeZone, head.TimeZone)!;
        company.Phone = Differs(quiet, "phone", company.Phone, head.Phone);
        await ApplyDomains(company, head, changes, stop);
        if (company.State == TenantState.Pending) company.State = TenantState.Active;
        else if (changes.Lines.Count == before) return;

        company.Version++;
        await host.SaveChangesAsync(stop);
        await cache.Evict(Guid.Empty, "tenant:");
    }

    static string? Differs(CompanyChanges changes, string what, string? before, string? after)
    {
        if (before != after) changes.Changed(what, before, after);
        return after;
    }

    // What the operator's file names is proved by the operator; nobody has to answer a challenge for it.
    async Task ApplyDomains(Company company, CompanyHead head, CompanyChanges changes, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var known = await host.Domains.Where(d => d.CompanyId == company.Id).ToListAsync(stop);
        foreach (var gone in known.Where(d => !head.Domains.Contains(d.Host)))
        {
            host.Domains.Remove(gone);
            changes.Removed(T("域名 {0}", gone.Host));
        }
        foreach (var name in head.Domains)
        {
            var domain = known.Find(d => d.Host == name);
            if (domain?.VerifiedAt is not null) continue;
            if (domain is null) host.Domains.Add(new CompanyDomain { Host = name, CompanyId = company.Id, VerifiedAt = now });
            else domain.VerifiedAt = now;
            changes.Added(T("域名 {0}", name));
        }
    }
}
