using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Backups;
using Platform.Tenancy;

namespace Backups.Plans;

/// <summary>Gives every company a plan, and makes a run of every plan that has fallen due. After a time out of service each company is backed up once, not once per missed night.</summary>
sealed class DuePlans(HostDb host, TimeProvider clock)
{
    const int Most = 200;

    internal async Task Turn(CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await Begin(now, stop);
        foreach (var due in await host.BackupPlans.AsNoTracking().Where(p => p.NextAt <= now).OrderBy(p => p.NextAt).Join(host.Companies, p => p.CompanyId, c => c.Id, (p, c) => new { Plan = p, c.TimeZone, c.State }).Take(Most).ToListAsync(stop))
        {
            var next = Retention.Next(due.Plan.CompanyId, due.Plan.Hour, TimeZoneInfo.FindSystemTimeZoneById(due.TimeZone), now);
            // Nothing changes in a company that is not served.
            await Take(due.Plan, next, due.State == TenantState.Active ? now : null, stop);
        }
    }

    async Task Begin(DateTime now, CancellationToken stop)
    {
        foreach (var company in await host.Companies.AsNoTracking().Where(c => c.State == TenantState.Active && !host.BackupPlans.Any(p => p.CompanyId == c.Id)).OrderBy(c => c.Id).Take(Most).ToListAsync(stop))
        {
            var plan = new BackupPlan { CompanyId = company.Id };
            plan.NextAt = Retention.Next(company.Id, plan.Hour, company.ToInfo().Zone, now);
            host.BackupPlans.Add(plan);
            try
            {
                await host.SaveChangesAsync(stop);
            }
            catch (DbUpdateException clash) when (clash.IsDuplicate())
            {
                // Another node was faster.
            }
            host.ChangeTracker.Clear();
        }
    }

    // One transaction: a node that dies between the two would lose the night, two nodes would make two packages.
    async Task Take(BackupPlan plan, DateTime next, DateTime? dueAt, CancellationToken stop)
    {
        await using var transaction = await host.Database.BeginTransactionAsync(stop);
        if (await host.BackupPlans.Where(p => p.CompanyId == plan.CompanyId && p.NextAt == plan.NextAt).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextAt, next), stop) == 0) return;
        if (dueAt is { } now && !await host.BackupRuns.AnyAsync(r => r.CompanyId == plan.CompanyId && r.DueAt != null && r.AskedBy == null, stop))
        {
            host.BackupRuns.Add(new BackupRun { CompanyId = plan.CompanyId, CreatedAt = now, DueAt = now });
            await host.SaveChangesAsync(stop);
            host.ChangeTracker.Clear();
        }
        await transaction.CommitAsync(stop);
    }
}
