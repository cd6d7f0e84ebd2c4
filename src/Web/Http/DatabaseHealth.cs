using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Web.Http;

/// <summary>Ready when both databases answer.</summary>
sealed class DatabaseHealth(HostDb host, OutboxDb app) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await host.Database.CanConnectAsync(cancellationToken) && await app.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("A database does not answer.");
}
