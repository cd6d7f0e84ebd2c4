using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Platform.Model;

namespace Data.RowSecurity;

/// <summary>Which tables the database itself keeps apart: every one with a company in it, found while migrations become SQL, so that a new one cannot be forgotten.</summary>
public static class CompanyTables
{
    internal const string Column = "tenant_id";
    const string AskedAcross = "Linli:AskedAcross";

    /// <summary>The table may be asked across companies who has something due, and by nobody else: its rows stay hidden otherwise.</summary>
    public static EntityTypeBuilder<T> IsAskedAcrossCompanies<T>(this EntityTypeBuilder<T> entity) where T : TenantOwned
    {
        entity.HasAnnotation(AskedAcross, true);
        return entity;
    }

    internal static bool IsCompanys(this CreateTableOperation table) => table.Columns.Any(c => c.Name == Column);

    internal static bool IsAskedAcross(this IModel? model, string table) =>
        model?.GetEntityTypes().Any(e => e.GetTableName() == table && e.FindAnnotation(AskedAcross) is not null) == true;
}

/// <summary>A context that asks across companies who has something due, and nothing else.</summary>
public interface IAskAcrossCompanies;
