using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Settings;

namespace Notices;

/// <summary>Company settings that several people may change at the same time: read with their version, and saved only over the version that was read.</summary>
sealed class VersionedSettings(AppDb db, ICompanySettings settings)
{
    /// <summary>The value as it stands; version 0 until it is first set.</summary>
    internal async Task<(T Value, int Version)> Read<T>(CancellationToken stop) where T : class, ICompanySetting, new()
    {
        var key = T.Key;
        var row = await db.Set<CompanySetting>().AsNoTracking().Where(s => s.Key == key).Select(s => new { s.Json, s.Version }).SingleOrDefaultAsync(stop);
        return row is null ? (new T(), 0) : (CompanyJson.Read<T>(row.Json), row.Version);
    }

    /// <summary>Saves, unless somebody else has since.</summary>
    internal async Task<Result<Done>> Save<T>(T value, int version, CancellationToken stop) where T : class, ICompanySetting, new()
    {
        var key = T.Key;
        var row = await db.Set<CompanySetting>().SingleOrDefaultAsync(s => s.Key == key, stop);
        if ((row?.Version ?? 0) != version) return CommonErrors.Stale;

        await settings.Set(value, stop);
        await db.SaveChangesAsync(stop);
        return Done.It;
    }
}
