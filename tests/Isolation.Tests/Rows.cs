using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Events;
using Platform.Model;

namespace Isolation.Tests;

/// <summary>A company's rows, of whatever kinds there are.</summary>
static class Rows
{
    /// <summary>A few ids from every table, and of the people.</summary>
    internal static async Task<IReadOnlyList<Guid>> Ids(this TestCompany company, int perTable) => await company.Read(async db =>
    {
        var ids = new List<Guid>();
        foreach (var entity in Types(db)) ids.AddRange(await Each<List<Guid>>(nameof(IdsOf), entity, db, perTable));
        ids.AddRange(await db.Set<Member>().OrderBy(m => m.Id).Select(m => m.AccountId).Take(perTable).ToListAsync());
        return ids;
    });

    /// <summary>Tables without a row.</summary>
    internal static async Task<IReadOnlyList<string>> Empty(this TestCompany company) => await company.Read(async db =>
    {
        var empty = new List<string>();
        foreach (var entity in Types(db))
            if ((await Each<List<Guid>>(nameof(IdsOf), entity, db, 1)).Count == 0) empty.Add(entity.Name);
        return empty;
    });

    /// <summary>One hash per row of every table.</summary>
    internal static async Task<SortedDictionary<string, string>> Snapshot(this TestCompany company) => await company.Read(async db =>
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entity in Types(db))
            foreach (var (key, hash) in await Each<List<(string, string)>>(nameof(HashesOf), entity, db, 0)) rows[key] = hash;
        return rows;
    });

    /// <summary>Lets the outbox do what is due and forgets what is due later, so that nothing but requests changes rows from here on.</summary>
    internal static async Task Settle(this TestCompany company)
    {
        for (var waited = 0; waited < 300 && await company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.ParkedAt == null && m.DueAt <= DateTime.UtcNow && m.Attempts == 0)); waited++) await Task.Delay(100);
        await company.Read(db => db.Set<OutboxMessage>().ExecuteDeleteAsync());
        await Task.Delay(200);
    }

    static IEnumerable<Type> Types(AppDb db) => db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t != typeof(OutboxMessage)).OrderBy(t => t.FullName, StringComparer.Ordinal);

    static Task<T> Each<T>(string method, Type entity, AppDb db, int count) =>
        (Task<T>)typeof(Rows).GetMethod(method, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(entity).Invoke(null, [db, count])!;

    static Task<List<Guid>> IdsOf<T>(AppDb db, int count) where T : TenantOwned => db.Set<T>().OrderByDescending(e => e.Id).Select(e => e.Id).Take(count).ToListAsync();

    static async Task<List<(string, string)>> HashesOf<T>(AppDb db, int unused) where T : TenantOwned
    {
        var rows = new List<(string, string)>();
        foreach (var row in await db.Set<T>().OrderBy(e => e.Id).ToListAsync())
        {
            var text = JsonSerializer.Serialize(db.Entry(row).Properties.Select(p => Convert.ToString(p.CurrentValue is byte[] bytes ? Convert.ToHexString(bytes) : p.CurrentValue, System.Globalization.CultureInfo.InvariantCulture)));
            rows.Add(($"{typeof(T).Name} {row.Id}", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
        }
        return rows;
    }
}
