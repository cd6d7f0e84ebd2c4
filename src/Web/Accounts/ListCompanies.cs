using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Tenancy;

namespace Web.Accounts;

/// <summary>The companies that an account may switch between.</summary>
sealed class ListCompanies(HostDb db)
{
    internal sealed record Item(string Slug, string Name, string? Phone);

    internal Task<List<Item>> Of(Guid account, CancellationToken stop) =>
        db.Memberships.AsNoTracking().Where(m => m.AccountId == account && !m.Suspended)
            .Join(db.Companies.Where(c => c.State == TenantState.Active || c.State == TenantState.ReadOnly), m => m.CompanyId, c => c.Id, (_, c) => c).OrderBy(c => c.Name).Select(c => new Item(c.Slug, c.Name, c.Phone)).ToListAsync(stop);
}
