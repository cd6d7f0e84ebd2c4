using Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Accounts;

namespace Staff.People;

/// <summary>Finds or prepares the account of a phone and its membership here. A prepared account has no password until its owner proves the phone.</summary>
sealed class Enlist(AppDb db, HostDb host, UserManager<Account> accounts, TimeProvider clock)
{
    /// <summary>The member, tracked and perhaps new; the caller saves.</summary>
    public async Task<Member> Run(string phone, string name, CancellationToken stop)
    {
        var account = await FindOrPrepare(phone, name);
        if (!await host.Memberships.AnyAsync(m => m.AccountId == account.Id && m.CompanyId == db.TenantId, stop))
        {
            host.Memberships.Add(new Membership { AccountId = account.Id, CompanyId = db.TenantId });
            await host.SaveChangesAsync(stop);
        }
        var member = await db.Set<Member>().WithRolesAndAreas().SingleOrDefaultAsync(m => m.AccountId == account.Id, stop);
        if (member is null) db.Add(member = new Member(account.Id, name, phone));
        return member;
    }

    async Task<Account> FindOrPrepare(string phone, string name)
    {
        if (await accounts.FindByNameAsync(phone) is { } known) return known;
        var account = new Account { Id = Guid.CreateVersion7(), UserName = phone, PhoneNumber = phone, DisplayName = name, CreatedAt = clock.GetUtcNow().UtcDateTime };
        var made = await accounts.CreateAsync(account);
        if (made.Succeeded) return account;
        return await accounts.FindByNameAsync(phone) ?? throw new InvalidOperationException("The account could not be prepared: " + string.Join(' ', made.Errors.Select(e => e.Code)));
    }
}
