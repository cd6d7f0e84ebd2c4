using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;
using Web.Time;

using Platform.Accounts;
using Platform.Tenancy;

namespace Estates.Residents;

/// <summary>A verified resident belongs to the company, with the role of key <c>resident</c> when the company has it.</summary>
sealed class Memberships(AppDb db, HostDb host, ICurrentTenant tenant)
{
    /// <summary>Adds the member and the role to the unit of work; the caller saves both contexts.</summary>
    internal async Task Welcome(Guid accountId, string name, string phone, CancellationToken stop)
    {
        var member = db.ChangeTracker.Entries<Member>().Select(e => e.Entity).FirstOrDefault(m => m.AccountId == accountId)
            ?? await db.Set<Member>().Include(m => m.Roles).SingleOrDefaultAsync(m => m.AccountId == accountId, stop);
        if (member is null) db.Add(member = new Member(accountId, name, phone));
        if (await db.Set<Role>().SingleOrDefaultAsync(r => r.Key == Role.Resident, stop) is { } role) member.Add(role);
        if (host.Memberships.Local.Any(m => m.AccountId == accountId && m.CompanyId == tenant.Id)) return;
        if (!await host.Memberships.AnyAsync(m => m.AccountId == accountId && m.CompanyId == tenant.Id, stop))
            host.Memberships.Add(new Membership { AccountId = accountId, CompanyId = tenant.Id });
    }

    /// <summary>Takes the resident's role from somebody who has no home left.</summary>
    internal async Task Farewell(Guid accountId, CancellationToken stop)
    {
        var member = await db.Set<Member>().Include(m => m.Roles).SingleOrDefaultAsync(m => m.AccountId == accountId, stop);
        if (member is not null && await db.Set<Role>().SingleOrDefaultAsync(r => r.Key == Role.Resident, stop) is { } role) member.Remove(role);
    }

    /// <summary>Binds a resident whom staff prepared, when this account proved the phone. True when something changed.</summary>
    internal async Task<bool> BindPrepared(Account account, CancellationToken stop)
    {
        if (!account.PhoneNumberConfirmed || account.PhoneNumber is not { } phone) return false;
        var resident = await db.Residents.SingleOrDefaultAsync(r => r.Phone == phone && r.AccountId == null, stop);
        if (resident is null || await db.Residents.AnyAsync(r => r.AccountId == account.Id, stop)) return false;
        if (!await db.Residencies.AnyAsync(r => r.ResidentId == resident.Id && r.State == ResidencyState.Verified, stop)) return false;
        if (resident.Bind(account.Id).Error is not null) return false;
        await Welcome(account.Id, resident.Name, phone, stop);
        return true;
    }

    /// <summary>Binds and saves; when the outbox or another tab is doing the same at this moment, theirs counts.</summary>
    internal async Task BindNow(Account account, CancellationToken stop)
    {
        if (!await BindPrepared(account, stop)) return;
        try
        {
            await db.SaveWith(host, stop);
        }
        catch (DbUpdateException clash) when (clash is DbUpdateConcurrencyException || clash.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            host.ChangeTracker.Clear();
        }
    }
}
