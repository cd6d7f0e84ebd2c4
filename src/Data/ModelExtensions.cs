using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Model;

namespace Data;

/// <summary>How modules relate their entities: every foreign key contains the company.</summary>
public static class ModelExtensions
{
    /// <summary>The parts live and die with the aggregate and are loaded with it only when asked for.</summary>
    public static EntityTypeBuilder<TWhole> HasParts<TWhole, TPart>(this EntityTypeBuilder<TWhole> whole,
        Expression<Func<TWhole, IEnumerable<TPart>?>> parts, Expression<Func<TPart, Guid>> parentId)
        where TWhole : Aggregate where TPart : TenantOwned
    {
        whole.HasMany(parts).WithOne().HasForeignKey(nameof(TenantOwned.TenantId), NameOf(parentId.Body)).OnDelete(DeleteBehavior.Cascade);
        return whole;
    }

    /// <summary>The row names a row of another aggregate, which cannot be deleted while it is named.</summary>
    public static EntityTypeBuilder<TFrom> References<TTo, TFrom>(this EntityTypeBuilder<TFrom> from, Expression<Func<TFrom, object?>> id)
        where TFrom : TenantOwned where TTo : TenantOwned
    {
        from.HasOne<TTo>().WithMany().HasForeignKey(nameof(TenantOwned.TenantId), NameOf(id.Body)).OnDelete(DeleteBehavior.Restrict);
        return from;
    }

    /// <summary>No package of a company holds the table: its rows are work on its way, of which a restored company must not do any a second time.</summary>
    public static EntityTypeBuilder<T> IsNotPacked<T>(this EntityTypeBuilder<T> entity) where T : TenantOwned
    {
        Packages.PackedTable.LeaveOut(entity);
        return entity;
    }

    /// <summary>An index that starts with the company.</summary>
    public static IndexBuilder HasTenantIndex<T>(this EntityTypeBuilder<T> entity, params string[] properties) where T : TenantOwned =>
        entity.HasIndex([nameof(TenantOwned.TenantId), .. properties]);

    static string NameOf(Expression body) => body switch
    {
        UnaryExpression convert => NameOf(convert.Operand),
        MemberExpression member => member.Member.Name,
        _ => throw new ArgumentException("Name a property."),
    };
}
