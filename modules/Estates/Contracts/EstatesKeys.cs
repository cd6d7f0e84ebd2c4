using System.Linq.Expressions;
using Data;
using Estates.Places;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Model;

namespace Estates.Contracts;

/// <summary>Foreign keys of other modules on places; a place cannot be deleted while it is named.</summary>
public static class EstatesKeys
{
    /// <summary>The row names a community.</summary>
    public static EntityTypeBuilder<T> ReferencesCommunity<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> id) where T : TenantOwned => from.References<Community, T>(id);

    /// <summary>The row names a building.</summary>
    public static EntityTypeBuilder<T> ReferencesBuilding<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> id) where T : TenantOwned => from.References<Building, T>(id);

    /// <summary>The row names a unit.</summary>
    public static EntityTypeBuilder<T> ReferencesUnit<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> id) where T : TenantOwned => from.References<Unit, T>(id);

    /// <summary>The row names a public place.</summary>
    public static EntityTypeBuilder<T> ReferencesPublicPlace<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> id) where T : TenantOwned => from.References<PublicPlace, T>(id);
}
