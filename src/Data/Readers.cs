using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Accounts;
using Platform.Nodes;
using Platform.Settings;
using Platform.Tenancy;

namespace Data;

/// <summary>Companies from the host database, cached for all nodes.</summary>
sealed class TenantStore(TenantCache cache, IServiceScopeFactory scopes) : ITenantStore
{
    public ValueTask<TenantInfo?> Find(Guid id, CancellationToken stop) =>
        cache.Get(Guid.Empty, $"tenant:{id:N}", () => Read(db => db.Companies.Where(c => c.Id == id)));

    public ValueTask<TenantInfo?> FindBySlug(string slug, CancellationToken stop) =>
        cache.Get(Guid.Empty, $"tenant:slug:{slug}", () => Read(db => db.Companies.Where(c => c.Slug == slug)));

    public ValueTask<TenantInfo?> FindByDomain(string host, CancellationToken stop) =>
        cache.Get(Guid.Empty, $"tenant:host:{host}", () => Read(db =>
            db.Companies.Where(c => db.Domains.Any(d => d.Host == host && d.CompanyId == c.Id && d.VerifiedAt != null))));

    // Not tied to the asking request: the value is shared, so one caller's going away must not fail the others.
    async Task<TenantInfo?> Read(Func<HostDb, IQueryable<Company>> which)
    {
        await using var scope = scopes.CreateAsyncScope();
        var company = await which(scope.ServiceProvider.GetRequiredService<HostDb>()).AsNoTracking().SingleOrDefaultAsync(c => c.State != TenantState.Erased);
        return company?.ToInfo();
    }
}

/// <summary>A person's grants from the company's roles, cached until a role or membership changes.</summary>
sealed class AccessReader(TenantCache cache, ICurrentTenant tenant, ITenantScopeFactory scopes) : IAccessReader
{
    public ValueTask<PersonAccess?> Read(Guid accountId, CancellationToken stop) =>
        cache.Get(tenant.Id, $"access:{accountId:N}", () => Load(tenant.Id, accountId));

    async Task<PersonAccess?> Load(Guid tenantId, Guid accountId)
    {
        await using var scope = await scopes.Open(tenantId, evenIfNotActive: true);
        var db = scope.Services.GetRequiredService<AppDb>();
        var member = await db.Set<Member>().AsNoTracking().WithRolesAndAreas().SingleOrDefaultAsync(m => m.AccountId == accountId);
        if (member is null || member.Suspended) return null;
        // Its rows may be older than what became of its people: only who belongs to it by the platform's own list looks into it.
        if (tenant.Required.State == TenantState.ReadOnly && !await scope.Services.GetRequiredService<HostDb>().Memberships.AnyAsync(m => m.AccountId == accountId && m.CompanyId == tenantId && !m.Suspended)) return null;

        var held = member.Roles.Select(r => r.RoleId).ToList();
        var roles = await db.Set<Role>().AsNoTracking().Include(r => r.Grants).Where(r => held.Contains(r.Id)).ToListAsync();
        var grants = roles.SelectMany(r => r.Grants).GroupBy(g => g.Permission).ToDictionary(g => g.Key, g => g.Max(x => x.Scope));
        var team = scope.Services.GetService<ITeams>() is { } teams ? await teams.Of(accountId) : null;
        return new PersonAccess(accountId, member.Id, member.Name, member.Phone, [.. roles.Select(r => r.Key)], grants,
            [.. member.Areas.Where(a => a.BuildingId is null).Select(a => a.CommunityId)],
            [.. member.Areas.Where(a => a.BuildingId is not null).Select(a => a.BuildingId!.Value)])
        { Team = team?.Team, LeadsTeam = team?.Leads == true, IsLead = team?.IsLead == true };
    }
}

/// <summary>Typed settings from the company's own table.</summary>
sealed class CompanySettings(TenantCache cache, ICurrentTenant tenant, ITenantScopeFactory scopes, AppDb db) : ICompanySettings
{
    public ValueTask<T> Get<T>(CancellationToken stop) where T : class, ICompanySetting, new() =>
        cache.Get(tenant.Id, $"setting:{T.Key}", () => Load<T>(tenant.Id));

    public async Task<bool> Set<T>(T value, CancellationToken stop) where T : class, ICompanySetting, new()
    {
        var key = T.Key;
        var json = CompanyJson.Text(value);
        var row = db.ChangeTracker.Entries<CompanySetting>().Select(e => e.Entity).FirstOrDefault(s => s.Key == key)
            ?? await db.Set<CompanySetting>().SingleOrDefaultAsync(s => s.Key == key, stop);
        if (row?.Json == json) return false;
        if (row is null) db.Add(new CompanySetting(key, json));
        else row.Json = json;
        return true;
    }

    async Task<T> Load<T>(Guid tenantId) where T : class, ICompanySetting, new()
    {
        await using var scope = await scopes.Open(tenantId, evenIfNotActive: true);
        var key = T.Key;
        var json = await scope.Services.GetRequiredService<AppDb>().Set<CompanySetting>().AsNoTracking()
            .Where(s => s.Key == key).Select(s => s.Json).SingleOrDefaultAsync();
        return json is null ? new T() : CompanyJson.Read<T>(json);
    }
}
