using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Model;

namespace Data.Packages;

/// <summary>A column as packages hold it.</summary>
/// <param name="Name">Its name, the same in every database and in the package.</param>
/// <param name="StoreType">Its type in this database.</param>
/// <param name="Type">What the driver reads and writes; <c>string[]</c> for lists of words.</param>
/// <param name="Scale">Digits after the point of a decimal.</param>
/// <param name="Own">Whether it names a row of the same table, which may come later.</param>
public sealed record PackedColumn(string Name, string StoreType, Type Type, int Scale, bool Own);

/// <summary>A table of companies as packages hold it: every column except the company, which is whose package it is.</summary>
public sealed record PackedTable(string Name, IReadOnlyList<PackedColumn> Columns)
{
    const string Left = "Linli:NotPacked";

    internal static void LeaveOut<T>(EntityTypeBuilder<T> entity) where T : TenantOwned => entity.HasAnnotation(Left, true);

    /// <summary>Every table that is packed, each behind those it names, in the same order in every database.</summary>
    public static IReadOnlyList<PackedTable> Of(AppDb db) => Sorted(Entities(db).Where(e => e.FindAnnotation(Left) is null));

    /// <summary>The same with those that no package holds.</summary>
    public static IReadOnlyList<PackedTable> Every(AppDb db) => Sorted(Entities(db));

    static List<PackedTable> Sorted(IEnumerable<IEntityType> entities)
    {
        var left = new List<IEntityType>(entities.OrderBy(e => e.GetTableName(), StringComparer.Ordinal));
        var tables = new List<PackedTable>(left.Count);
        while (left.Count > 0)
        {
            var next = left.Find(e => !e.GetForeignKeys().Any(k => k.PrincipalEntityType != e && left.Contains(k.PrincipalEntityType)))
                ?? throw new InvalidOperationException($"Tables name each other in a circle: {string.Join(", ", left.Select(e => e.GetTableName()))}.");
            left.Remove(next);
            tables.Add(new(next.GetTableName()!, [.. next.GetFlattenedProperties().Where(p => p.Name != nameof(TenantOwned.TenantId)).OrderBy(p => p.GetColumnName(), StringComparer.Ordinal).Select(Column)]));
        }
        return tables;
    }

    /// <summary>Tables of companies that no package holds; why stands where each is mapped.</summary>
    public static IReadOnlyList<string> LeftOut(AppDb db) => [.. Entities(db).Where(e => e.FindAnnotation(Left) is not null).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal)];

    static IEnumerable<IEntityType> Entities(AppDb db) => db.GetService<IDesignTimeModel>().Model.GetEntityTypes();

    static PackedColumn Column(IProperty property)
    {
        var type = property.GetElementType() is not null ? typeof(string[]) : property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return new(property.GetColumnName(), property.GetColumnType(), Nullable.GetUnderlyingType(type) ?? type, property.GetScale() ?? 0,
            property.GetContainingForeignKeys().Any(k => k.PrincipalEntityType == k.DeclaringEntityType && k.Properties[^1] == property));
    }
}
