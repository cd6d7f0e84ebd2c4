using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Access;
using Platform.Accounts;
using Platform.Tenancy;

namespace Testing;

/// <summary>A fresh company of a test.</summary>
public sealed class TestCompany
{
    static int phones;
    static int slugs;

    TestCompany(TestHost host, TenantInfo info) => (Host, Info) = (host, info);

    /// <summary>The host it lives on.</summary>
    public TestHost Host { get; }
    /// <summary>The company.</summary>
    public TenantInfo Info { get; }
    /// <summary>Its id.</summary>
    public Guid Id => Info.Id;
    /// <summary>Its slug.</summary>
    public string Slug => Info.Slug;

    /// <summary>An active company without any rows of its own.</summary>
    public static async Task<TestCompany> New(TestHost? host = null, string? slug = null)
    {
        host ??= TestHost.Default;
        var company = new Company
        {
            Slug = slug ?? $"t{Environment.ProcessId}-{Interlocked.Increment(ref slugs)}", Name = "测试物业", State = TenantState.Active, CreatedAt = DateTime.UtcNow,
        };
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        db.Companies.Add(company);
        await db.SaveChangesAsync();
        return new TestCompany(host, company.ToInfo());
    }

    /// <summary>A company that was made otherwise.</summary>
    public static TestCompany Of(TestHost host, TenantInfo info) => new(host, info);

    /// <summary>Runs in a scope of the company.</summary>
    public async Task<T> In<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = await Host.Services.GetRequiredService<ITenantScopeFactory>().Open(Id, evenIfNotActive: true);
        return await work(scope.Services);
    }

    /// <summary>Runs in a scope of the company and saves.</summary>
    public Task Change(Func<IServiceProvider, AppDb, Task> work) => In(async services =>
    {
        var db = services.GetRequiredService<AppDb>();
        await work(services, db);
        return await db.SaveChangesAsync();
    });

    /// <summary>Reads with the company's context.</summary>
    public Task<T> Read<T>(Func<AppDb, Task<T>> query) => In(services => query(services.GetRequiredService<AppDb>()));

    /// <summary>A signed-in member with these permissions, for example <c>("tickets.view", DataScope.All)</c>.</summary>
    public async Task<TestPerson> Person(string name, params (string Permission, DataScope Scope)[] grants)
    {
        var account = await NewAccount(name);
        await Change((services, db) =>
        {
            var member = new Member(account.Id, name, account.UserName!);
            if (grants.Length > 0)
            {
                var role = new Role("role-" + account.UserName, name);
                foreach (var (permission, scope) in grants)
                {
                    if (services.GetRequiredService<PermissionList>().Find(permission) is null) throw new ArgumentException($"No permission {permission}.");
                    role.Grant(permission, scope);
                }
                db.Add(role);
                member.Add(role);
            }
            db.Add(member);
            return Task.CompletedTask;
        });
        await using var scope = Host.Services.CreateAsyncScope();
        var hostDb = scope.ServiceProvider.GetRequiredService<HostDb>();
        hostDb.Memberships.Add(new Membership { AccountId = account.Id, CompanyId = Id });
        await hostDb.SaveChangesAsync();
        return Sign(account);
    }

    /// <summary>A signed-in account that belongs to nothing.</summary>
    public async Task<TestPerson> Stranger() => Sign(await NewAccount("路人"));

    /// <summary>A signed-in client of this company for an account.</summary>
    public TestPerson Sign(Account account)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim("stamp", account.SecurityStamp!)], "bearer");
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = DateTimeOffset.UtcNow.AddDays(400) }, "bearer:AccessToken");
        var token = Host.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get("bearer").BearerTokenProtector.Protect(ticket);
        return new TestPerson(this, account.Id, account.UserName!, account.DisplayName, token);
    }

    /// <summary>A global account with a fresh phone and no password.</summary>
    public async Task<Account> NewAccount(string name)
    {
        var phone = "139" + Interlocked.Increment(ref phones).ToString("00000000", CultureInfo.InvariantCulture);
        var account = new Account
        {
            Id = Guid.CreateVersion7(), UserName = phone, NormalizedUserName = phone, PhoneNumber = phone, DisplayName = name, SecurityStamp = Guid.NewGuid().ToString("N"), CreatedAt = DateTime.UtcNow,
        };
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        db.Users.Add(account);
        await db.SaveChangesAsync();
        return account;
    }
}

/// <summary>A signed-in person of a test.</summary>
public sealed class TestPerson(TestCompany company, Guid accountId, string phone, string name, string token)
{
    /// <summary>The account.</summary>
    public Guid AccountId => accountId;
    /// <summary>The phone.</summary>
    public string Phone => phone;
    /// <summary>The name.</summary>
    public string Name => name;
    /// <summary>The bearer token.</summary>
    public string Token => token;

    /// <summary>A client of the person's company; addresses start after the slug: <c>api/v1/tickets</c>.</summary>
    public HttpClient Client => At(company);

    /// <summary>A client of any company with this person's token.</summary>
    public HttpClient At(TestCompany other)
    {
        var client = other.Host.Anonymous;
        client.BaseAddress = new Uri($"{other.Host.Url}{other.Slug}/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
