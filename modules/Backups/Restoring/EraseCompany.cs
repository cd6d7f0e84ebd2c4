using Data;
using Data.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Accounts;
using Platform.Blobs;
using Platform.Nodes;
using Platform.Tenancy;

namespace Backups.Restoring;

/// <summary>
/// Erases everything of a company that is no longer served: its rows table by table, in the order that the model gives, its files, its packages and at last its key, so that
/// copies of packages elsewhere are noise. A tombstone remains that keeps its short name from being used again. What is interrupted goes on where it stopped when it is asked again.
/// </summary>
sealed class EraseCompany(HostDb host, ITenantScopeFactory scopes, TenantCache cache, TimeProvider clock)
{
    /// <summary>How many rows and files went.</summary>
    internal async Task<(long Rows, long Files)> Run(string slug, Action<long> progress, CancellationToken stop)
    {
        var company = await host.Companies.SingleOrDefaultAsync(c => c.Slug == slug && c.State != TenantState.Erased, stop) ?? throw new BackupException(Platform.CommonErrors.NotFound);
        if (company.State == TenantState.Active) throw new BackupException(BackupErrors.StillServed);
        await Enter(company, TenantState.Closing, stop);

        // First, so that no node begins another package of it.
        await host.BackupRuns.Where(r => r.CompanyId == company.Id).ExecuteDeleteAsync(stop);
        await host.BackupPlans.Where(p => p.CompanyId == company.Id).ExecuteDeleteAsync(stop);
        var (rows, files) = await Empty(company.Id, progress, stop);
        await OnThePlatform(company.Id, stop);
        (company.Name, company.Phone, company.FounderId, company.DueAt) = ("", null, null, null);
        await Enter(company, TenantState.Erased, stop);
        return (rows, files);
    }

    /// <summary>Deletes the company's rows and files and leaves what the platform knows of it. No node may serve it any more.</summary>
    internal async Task<(long Rows, long Files)> Empty(Guid company, Action<long> progress, CancellationToken stop) => (await Rows(company, progress, stop), await Files(company, stop));

    async Task Enter(Company company, TenantState state, CancellationToken stop)
    {
        company.State = state;
        company.Version++;
        await host.SaveChangesAsync(stop);
        foreach (var prefix in new[] { "access:", "setting:" }) await cache.Evict(company.Id, prefix);
        await cache.Evict(Guid.Empty, "tenant:");
    }

    // A table a transaction: what is gone stays gone, whatever happens then.
    async Task<long> Rows(Guid company, Action<long> progress, CancellationToken stop)
    {
        var gone = 0L;
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        foreach (var table in PackedTable.Every(db).Reverse())
        {
            await using var rows = await CompanyRows.OpenToWrite(db, stop);
            gone += await rows.Erase(table, stop);
            await rows.Commit(stop);
            progress(gone);
        }
        return gone;
    }

    async Task<long> Files(Guid company, CancellationToken stop)
    {
        var gone = 0L;
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        foreach (var store in new[] { scope.Services.GetRequiredService<IBlobContainer>(), scope.Services.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups) })
            await foreach (var name in store.List(stop))
            {
                await store.Delete(name, stop);
                gone++;
            }
        return gone;
    }

    async Task OnThePlatform(Guid company, CancellationToken stop)
    {
        await host.CompanyKeys.Where(k => k.CompanyId == company).ExecuteDeleteAsync(stop);
        await host.Domains.Where(d => d.CompanyId == company).ExecuteDeleteAsync(stop);
        await host.Memberships.Where(m => m.CompanyId == company).ExecuteDeleteAsync(stop);
        // Communities outlive those who ran them; who ran them when is theirs.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await host.Engagements.Where(e => e.CompanyId == company && e.Until == null).ExecuteUpdateAsync(e => e.SetProperty(x => x.Until, today), stop);
    }
}
