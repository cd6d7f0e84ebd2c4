using Microsoft.Extensions.DependencyInjection;

namespace Platform.Tenancy;

sealed class TenantScopeFactory(IServiceScopeFactory scopes, ITenantStore tenants) : ITenantScopeFactory
{
    public async ValueTask<ITenantScope> Open(Guid tenantId, bool evenIfNotActive, CancellationToken stop)
    {
        var info = await tenants.Find(tenantId, stop) ?? throw new InvalidOperationException($"No company {tenantId}.");
        if (info.State != TenantState.Active && !evenIfNotActive) throw new TenantNotActiveException(info);

        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(info);
        return new TenantScope(scope);
    }

    sealed class TenantScope(AsyncServiceScope scope) : ITenantScope
    {
        public IServiceProvider Services => scope.ServiceProvider;
        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}

/// <summary>Work was asked for a company that is not being served.</summary>
public sealed class TenantNotActiveException(TenantInfo tenant) : Exception($"Company {tenant.Slug} is {tenant.State}.");
