using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Model;

namespace Data;

/// <summary>Questions that several modules ask the same way.</summary>
public static class Queries
{
    /// <summary>Members with the roles they hold and the areas they cover: in statements of their own, because in one the two would multiply.</summary>
    public static IQueryable<Member> WithRolesAndAreas(this IQueryable<Member> members) => members.Include(m => m.Roles).Include(m => m.Areas).AsSplitQuery();

    /// <summary>How many rows there are, counted up to <paramref name="most"/> at most.</summary>
    public static Task<int> CountUpTo<T>(this IQueryable<T> rows, int most, CancellationToken stop) where T : TenantOwned =>
        // EF wants an order before a limit; by company, which is the same for all, there is nothing to sort.
        rows.OrderBy(r => r.TenantId).Take(most).CountAsync(stop);
}
