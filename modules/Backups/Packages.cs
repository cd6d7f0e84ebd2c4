using Backups.Contracts;
using Backups.Keys;
using Backups.Package;
using Backups.Restoring;
using Backups.Runs;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Backups;
using Platform.Blobs;
using Platform.Tenancy;

namespace Backups;

sealed class Packages(HostDb host, ITenantScopeFactory scopes, CompanyKeys keys, RestoreCompany restoring, EraseCompany erasing) : IPackages
{
    public Task<Result<PackageFacts>> Write(string company, Stream into, bool open, Action<long> progress, CancellationToken stop) => Refusing(async () =>
    {
        if (await Find(company, stop) is not { } id) throw new BackupException(CommonErrors.NotFound);
        await using var scope = await scopes.Open(id, evenIfNotActive: true, stop);
        var writer = scope.Services.GetRequiredService<PackageWriter>();
        return Of(await (open ? writer.WriteOpen(into, progress, stop) : writer.WriteSealed(into, progress, stop)));
    });

    public Task<Result<PackageFacts>> Verify(Stream package, Action<long> progress, CancellationToken stop) => Refusing(async () =>
    {
        await using var reader = await PackageReader.Open(package, keys, stop);
        await reader.Verify(progress, stop);
        return Of(reader.Manifest);
    });

    public Task<Result<PackageFacts>> Restore(Stream package, string slug, string? name, Action<long> progress, CancellationToken stop) => Refusing(async () =>
    {
        await using var reader = await PackageReader.Open(package, keys, stop);
        await restoring.AsCopy(reader, slug, name, progress, stop);
        return Of(reader.Manifest);
    });

    public Task<Result<(long Rows, long Files)>> Erase(string company, Action<long> progress, CancellationToken stop) => Refusing(() => erasing.Run(company, progress, stop));

    public async Task<Stream?> Open(string company, Guid? backup, CancellationToken stop)
    {
        if (await Find(company, stop) is not { } id) return null;
        var run = await host.BackupRuns.AsNoTracking().Where(r => r.CompanyId == id && r.State == BackupState.Done && (backup == null || r.Id == backup)).OrderByDescending(r => r.CreatedAt).FirstOrDefaultAsync(stop);
        if (run is null) return null;
        await using var scope = await scopes.Open(id, evenIfNotActive: true, stop);
        return await scope.Services.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups).Open(RunBackup.BlobOf(run.Id, run.Attempts), stop);
    }

    async Task<Guid?> Find(string slug, CancellationToken stop) =>
        await host.Companies.Where(c => c.Slug == slug && (c.State == TenantState.Active || c.State == TenantState.Suspended || c.State == TenantState.ReadOnly)).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(stop);

    // A package that breaks off in the middle of being read is refused like one that was refused at its head.
    static async Task<Result<T>> Refusing<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BackupException refused)
        {
            return refused.Error;
        }
        catch (InvalidDataException)
        {
            return BackupErrors.NotOurs;
        }
    }

    static PackageFacts Of(Manifest manifest) =>
        new(manifest.Company.Slug, manifest.MadeAt, manifest.Rows, manifest.Files.Count, manifest.Files.Missing, [.. manifest.Tables.Select(t => new TableFacts(t.Name, t.Rows, t.Sha256))]);
}
