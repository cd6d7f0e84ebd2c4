using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Accounts;
using Platform.Events;
using Platform.Model;

namespace Isolation.Tests;

/// <summary>A company's rows, of whatever kinds there are.</summary>
static class Rows
{
    // Anybody may type anybody's phone on the sign-in page, and wrong passwords are counted.
    static readonly string[] Counted = [nameof(Account.AccessFailedCount), nameof(Account.LockoutEnd), nameof(Account.ConcurrencyStamp)];

    /// <summary>The ids of every table, and of the people's accounts.</summary>
    internal static Task<SortedDictionary<string, IReadOnlyList<Guid>>> IdsByTable(this TestCompany company) => company.Read(async db =>
    {
        var ids = new SortedDictionary<string, IReadOnlyList<Guid>>(StringComparer.Ordinal);
        foreach (var entity in Types(db)) ids[entity.Name] = await Each<List<Guid>>(nameof(IdsOf), entity, db);
        ids[nameof(Account)] = await db.Set<Member>().OrderBy(m => m.Id).Select(m => m.AccountId).ToListAsync();
        return ids;
    });

    /// <summary>Keys, numbers, phones and such.</summary>
    internal static Task<IReadOnlyList<Word>> WordsByTable(this TestCompany company) => company.Read<IReadOnlyList<Word>>(async db =>
    {
        var words = new List<Word>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => typeof(TenantOwned).IsAssignableFrom(e.ClrType)))
            foreach (var property in entity.GetProperties().Where(p => p.ClrType == typeof(string) && p.Name is "Key" or "Number" or "Phone" or "Code"))
                words.AddRange((await Each<List<string>>(nameof(TextsOf), entity.ClrType, db, property.Name)).Where(t => t.Length > 5).Distinct().Select(t => new Word(entity.ClrType.Name, property.Name, t)));
        return words;
    });

    /// <summary>Tables without a row.</summary>
    internal static async Task<IReadOnlyList<string>> Empty(this TestCompany company) => [.. (await company.IdsByTable()).Where(t => t.Value.Count == 0).Select(t => t.Key)];

    /// <summary>One hash per row of every table, the outbox among them, and per row of the platform that is about the company or its people.</summary>
    internal static async Task<SortedDictionary<string, string>> Snapshot(this TestCompany company)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var accounts = await company.Read(async db =>
        {
            foreach (var entity in Types(db).Append(typeof(OutboxMessage)))
                foreach (var (key, hash) in await Each<List<(string, string)>>(nameof(HashesOf), entity, db)) rows[key] = hash;
            return await db.Set<Member>().Select(m => m.AccountId).ToListAsync();
        });
        await using var scope = company.Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        var own = accounts.Append(company.Id).ToHashSet();
        own.UnionWith(await host.Engagements.Where(e => e.CompanyId == company.Id).Select(e => e.CommunityId).ToListAsync());
        foreach (var entity in host.Model.GetEntityTypes().Select(e => e.ClrType).Distinct())
            foreach (var entry in await Each<List<EntityEntry>>(nameof(EntriesOf), entity, host))
            {
                // A row of the platform belongs to the company it names, or to nobody else's when it is about the company's people or communities.
                var names = entry.Properties.Where(p => p.CurrentValue is Guid).ToList();
                if (!(names.Any(p => p.Metadata.Name == nameof(Membership.CompanyId)) ? names.Where(p => p.Metadata.Name == nameof(Membership.CompanyId)) : names).Any(p => own.Contains((Guid)p.CurrentValue!))) continue;
                var key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue));
                rows[$"host {entity.Name} {key}"] = Hash(entry.Properties.Where(p => !Counted.Contains(p.Metadata.Name)));
            }
        return rows;
    }

    /// <summary>Rows that came, went or changed between two snapshots.</summary>
    internal static IReadOnlyList<string> Since(this SortedDictionary<string, string> now, SortedDictionary<string, string> before) =>
        [.. now.Keys.Except(before.Keys).Select(k => "new " + k), .. before.Keys.Except(now.Keys).Select(k => "gone " + k), .. now.Where(r => before.TryGetValue(r.Key, out var hash) && hash != r.Value).Select(r => "changed " + r.Key)];

    /// <summary>The version of a row, or 1 when its kind has none.</summary>
    internal static Task<int> VersionOf(this TestCompany company, string table, Guid id) => company.Read(async db =>
        Types(db).FirstOrDefault(t => t.Name == table && typeof(Aggregate).IsAssignableFrom(t)) is { } type ? (await Each<List<int>>(nameof(VersionIn), type, db, id)).FirstOrDefault(1) : 1);

    /// <summary>Lets the outbox do what is due and forgets what is due later, so that nothing but requests changes rows from here on.</summary>
    internal static async Task Settle(this TestCompany company)
    {
        for (var waited = 0; waited < 300 && await company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.ParkedAt == null && m.DueAt <= DateTime.UtcNow && m.Attempts == 0)); waited++) await Task.Delay(100);
        await company.Read(db => db.Set<OutboxMessage>().ExecuteDeleteAsync());
        await Task.Delay(200);
    }

    static IEnumerable<Type> Types(AppDb db) => db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t != typeof(OutboxMessage)).OrderBy(t => t.FullName, StringComparer.Ordinal);

    static Task<T> Each<T>(string method, Type entity, params object[] arguments) =>
        (Task<T>)typeof(Rows).GetMethod(method, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(entity).Invoke(null, arguments)!;

    static Task<List<Guid>> IdsOf<T>(AppDb db) where T : TenantOwned => db.Set<T>().OrderBy(e => e.Id).Select(e => e.Id).ToListAsync();

    static Task<List<int>> VersionIn<T>(AppDb db, Guid id) where T : Aggregate => db.Set<T>().Where(e => e.Id == id).Select(e => e.Version).ToListAsync();

    static Task<List<string>> TextsOf<T>(AppDb db, string property) where T : TenantOwned => db.Set<T>().OrderByDescending(e => e.Id).Select(e => EF.Property<string>(e, property)).Where(t => t != null).ToListAsync();

    static async Task<List<(string, string)>> HashesOf<T>(AppDb db) where T : TenantOwned =>
        [.. (await db.Set<T>().OrderBy(e => e.Id).ToListAsync()).Select(row => ($"{typeof(T).Name} {row.Id}", Hash(db.Entry(row).Properties)))];

    static async Task<List<EntityEntry>> EntriesOf<T>(HostDb db) where T : class => [.. (await db.Set<T>().ToListAsync()).Select(row => (EntityEntry)db.Entry(row))];

    static string Hash(IEnumerable<PropertyEntry> properties)
    {
        var text = JsonSerializer.Serialize(properties.Select(p => Convert.ToString(p.CurrentValue is byte[] bytes ? Convert.ToHexString(bytes) : p.CurrentValue, CultureInfo.InvariantCulture)));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
