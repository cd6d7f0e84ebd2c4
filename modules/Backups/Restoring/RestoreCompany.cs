using System.Globalization;
using System.Text.RegularExpressions;
using Backups.Package;
using Data;
using Data.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Accounts;
using Platform.Blobs;
using Platform.Nodes;
using Platform.Tenancy;
using static Platform.Words;

namespace Backups.Restoring;

/// <summary>
/// Makes a package into a company of its own, to look into: it can be read and not written, nothing is sent from it, and only those who may manage backups there belong to it.
/// The company it came from is not touched. Nobody is served from it before every row and file is proven; what fails leaves no row behind.
/// </summary>
sealed partial class RestoreCompany(HostDb host, ITenantScopeFactory scopes, EraseCompany erasing, TenantCache cache, TimeProvider clock)
{
    internal async Task<Company> AsCopy(PackageReader package, string slug, string? name, Action<long> progress, CancellationToken stop)
    {
        if (name is { Length: < 2 or > 100 }) throw new BackupException(BackupErrors.BadName);
        if (!Slug().IsMatch(slug) || ReservedSlugs.Contains(slug)) throw new BackupException(BackupErrors.BadSlug);
        await package.VerifyRows(_ => { }, stop);
        var company = await Make(package.Manifest, slug, name, stop);
        try
        {
            await Fill(company.Id, package, progress, stop);
            // From here on it is whole: what remains is short and not to be interrupted.
            await Open(company, package.Manifest.Company.Id, CancellationToken.None);
            return company;
        }
        catch
        {
            await Undo(company);
            throw;
        }
    }

    async Task<Company> Make(Manifest manifest, string slug, string? name, CancellationToken stop)
    {
        var from = manifest.Company;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(manifest.MadeAt, TimeZoneInfo.FindSystemTimeZoneById(from.TimeZone)));
        name ??= T("{0}（{1} 副本）", from.Name.Length > 70 ? from.Name[..70] : from.Name, day.ToString("O", CultureInfo.InvariantCulture));
        var company = new Company { Slug = slug, Name = name, State = TenantState.Pending, Accent = from.Accent, TimeZone = from.TimeZone, Phone = from.Phone, CreatedAt = clock.GetUtcNow().UtcDateTime };
        host.Companies.Add(company);
        try
        {
            await host.SaveChangesAsync(stop);
        }
        catch (DbUpdateException taken) when (taken.IsDuplicate())
        {
            host.ChangeTracker.Clear();
            throw new BackupException(BackupErrors.Taken with { Args = [slug] });
        }
        await cache.Evict(Guid.Empty, "tenant:");
        return company;
    }

    async Task Fill(Guid company, PackageReader package, Action<long> progress, CancellationToken stop)
    {
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        var (db, blobs) = (scope.Services.GetRequiredService<AppDb>(), scope.Services.GetRequiredService<IBlobContainer>());
        var tables = PackedTable.Of(db);
        if (Manifest.SchemaOf(tables) != package.Manifest.Schema) throw new BackupException(BackupErrors.OtherSchema);

        await package.ReadFiles((name, file) => blobs.Save(name, file, stop), stop);
        await using var rows = await CompanyRows.OpenToWrite(db, stop);
        var before = 0L;
        foreach (var (table, said) in tables.Zip(package.Manifest.Tables))
        {
            await using var lines = await package.OpenRows(table.Name, stop);
            PackageReader.Prove(said, await rows.Write(table, lines, count => progress(before + count), stop));
            before += said.Rows;
        }
        await rows.Commit(stop);
    }

    async Task Open(Company company, Guid source, CancellationToken stop)
    {
        // Who manages backups in the copy and still does where it came from: its rows do not know who has left since.
        var keepers = (await Keepers(company.Id, stop)).Intersect(await Keepers(source, stop)).ToList();
        foreach (var account in keepers) host.Memberships.Add(new Membership { AccountId = account, CompanyId = company.Id });
        company.State = TenantState.ReadOnly;
        company.Version++;
        await host.SaveChangesAsync(stop);
        await cache.Evict(Guid.Empty, "tenant:");
    }

    async Task<List<Guid>> Keepers(Guid company, CancellationToken stop)
    {
        if (!await host.Companies.AnyAsync(c => c.Id == company && c.State != TenantState.Erased, stop)) return [];
        await using var scope = await scopes.Open(company, evenIfNotActive: true, stop);
        var db = scope.Services.GetRequiredService<AppDb>();
        return await db.Set<Member>().Where(m => !m.Suspended && m.Roles.Any(r => db.Set<RoleGrant>().Any(g => g.RoleId == r.RoleId && g.Permission == BackupPermissions.Manage))).Select(m => m.AccountId).ToListAsync(stop);
    }

    // Only what nobody is served from yet. Not to be interrupted.
    async Task Undo(Company company)
    {
        host.ChangeTracker.Clear();
        if (await host.Companies.Where(c => c.Id == company.Id && c.State == TenantState.Pending).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, TenantState.Closing), CancellationToken.None) == 0) return;
        await erasing.Empty(company.Id, _ => { }, CancellationToken.None);
        await host.Companies.Where(c => c.Id == company.Id && c.State == TenantState.Closing).ExecuteDeleteAsync(CancellationToken.None);
        await cache.Evict(Guid.Empty, "tenant:");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{1,39}$")]
    private static partial Regex Slug();
}
