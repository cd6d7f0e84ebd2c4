using System.Linq.Expressions;
using Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Model;
using Staff.People;

namespace Staff.Contracts;

/// <summary>Foreign keys to employees for other modules.</summary>
public static class StaffKeys
{
    /// <summary>The row names an employee of the same company; employees are never deleted.</summary>
    public static EntityTypeBuilder<T> ReferencesStaff<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> staffId) where T : TenantOwned =>
        from.References<StaffMember, T>(staffId);

    /// <summary>The row names a department of the same company; <see cref="IUsesDepartments"/> keeps it.</summary>
    public static EntityTypeBuilder<T> ReferencesDepartment<T>(this EntityTypeBuilder<T> from, Expression<Func<T, object?>> departmentId) where T : TenantOwned =>
        from.References<Department, T>(departmentId);
}
