using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Model;

namespace Platform.Tests;

/// <summary>The second wall by itself: even where the code is wrong, a database refuses a row that names another company's row.</summary>
public sealed class ForeignKeyTests
{
    public static TheoryData<DatabaseProvider> Databases => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task No_row_can_name_a_row_of_another_company(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        var host = TestHost.On(provider);
        var (a, b) = (await TestCompany.New(host), await TestCompany.New(host));
        var keys = await a.Read(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()).ToList()));
        keys.Count.ShouldBeGreaterThan(3);

        var wrong = new List<string>();
        foreach (var key in keys)
        {
            var (foreign, own) = (await Make(b, key.PrincipalEntityType), await Make(a, key.PrincipalEntityType));
            if (await Insert(a, key, foreign) is null) wrong.Add($"{Name(key)} takes a row of another company");
            if (await Insert(a, key, own) is { } refused) wrong.Add($"{Name(key)} refuses a row of the same company: {refused.InnerException?.Message}");
        }

        wrong.ShouldBeEmpty();
    }

    static string Name(IForeignKey key) => $"{key.DeclaringEntityType.ClrType.Name}.{key.Properties[^1].Name}";

    static async Task<DbUpdateException?> Insert(TestCompany company, IForeignKey key, Guid parent)
    {
        try
        {
            await Make(company, key.DeclaringEntityType, key, parent);
            return null;
        }
        catch (DbUpdateException refused)
        {
            return refused;
        }
    }

    // A row with something in every column that must have it, after the rows that it must name.
    static async Task<Guid> Make(TestCompany company, IEntityType type, IForeignKey? chosen = null, Guid parent = default)
    {
        var parents = new Dictionary<string, Guid>();
        if (chosen is not null) parents[chosen.Properties[^1].Name] = parent;
        foreach (var key in type.GetForeignKeys())
            if (key.IsRequired && !parents.ContainsKey(key.Properties[^1].Name)) parents[key.Properties[^1].Name] = await Make(company, key.PrincipalEntityType);

        var row = (TenantOwned)Activator.CreateInstance(type.ClrType, nonPublic: true)!;
        await company.Change((_, db) =>
        {
            db.Add(row);
            foreach (var column in db.Entry(row).Properties.Where(p => !p.Metadata.IsPrimaryKey()))
                if (parents.TryGetValue(column.Metadata.Name, out var id)) column.CurrentValue = id;
                else if (Value(column.Metadata) is { } value) column.CurrentValue = value;
            return Task.CompletedTask;
        });
        return row.Id;
    }

    static object? Value(IProperty property) => property.ClrType switch
    {
        var t when t == typeof(Guid) => Guid.CreateVersion7(),
        var t when t == typeof(DateTime) => DateTime.UtcNow,
        var t when t == typeof(string) && !property.IsNullable => Guid.NewGuid().ToString("N")[..Math.Clamp(property.GetMaxLength() ?? 32, 1, 32)],
        var t when t == typeof(int) && property.GetContainingIndexes().Any(i => i.IsUnique) => Random.Shared.Next(1, int.MaxValue),
        _ => null,
    };
}
