using System.Security.Claims;
using Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Accounts;
using Platform.Nodes;

namespace Web.Accounts;

/// <summary>
/// A session proves the account and nothing else; what the account may do is asked per company and request. Pages use a cookie, the API a bearer
/// token; both end when the account's security stamp changes (password changed, signed out everywhere).
/// </summary>
static class Session
{
    internal const string CookieScheme = "cookie";
    internal const string BearerScheme = "bearer";
    const string EitherScheme = "either";
    const string Scheme = "Bearer ";
    const string StampClaim = "stamp";
    internal static readonly TimeSpan BearerLifetime = TimeSpan.FromHours(12);

    internal static Guid? AccountIdOf(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    internal static string StampOf(ClaimsPrincipal user) => user.FindFirstValue(StampClaim) ?? "";

    internal static ClaimsPrincipal For(Account account, string scheme) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(StampClaim, account.SecurityStamp ?? "")], scheme));

    internal static void AddSessions(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
        {
            options.Password = new PasswordOptions { RequiredLength = 8, RequireDigit = true, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10) };
            options.User.AllowedUserNameCharacters = "0123456789";
        }).AddEntityFrameworkStores<HostDb>().AddDefaultTokenProviders();

        services.AddScoped<SignIn.Handler>();
        services.AddScoped<OneTimeCodes>();
        services.AddScoped<SendCode.Handler>();
        services.AddScoped<ProveMail.Handler>();
        services.AddScoped<Register.Handler>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? BearerScheme : CookieScheme)
            .AddCookie(CookieScheme, o =>
            {
                o.Cookie = new CookieBuilder { Name = "linli", HttpOnly = true, SameSite = SameSiteMode.Lax, SecurePolicy = CookieSecurePolicy.SameAsRequest, Path = "/", IsEssential = true };
                o.ExpireTimeSpan = TimeSpan.FromDays(14);
                o.SlidingExpiration = true;
                o.Events.OnValidatePrincipal = async validating =>
                {
                    if (await IsCurrent(validating.HttpContext, validating.Principal!)) return;
                    validating.RejectPrincipal();
                    await validating.HttpContext.SignOutAsync(CookieScheme);
                };
            })
            .AddBearerToken(BearerScheme, o =>
            {
                o.BearerTokenExpiration = BearerLifetime;
                // The scheme's name is case-insensitive (RFC 9110 §11.1); the handler itself takes one spelling only.
                o.Events.OnMessageReceived = received =>
                {
                    received.Token = received.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim();
                    return Task.CompletedTask;
                };
            });
        services.AddScoped<IClaimsTransformation, RejectEndedBearers>();
    }

    static async Task<bool> IsCurrent(HttpContext context, ClaimsPrincipal user) =>
        AccountIdOf(user) is { } id && await context.RequestServices.GetRequiredService<AccountStamps>().StampOf(id) is { } stamp && stamp == StampOf(user);

    // The bearer handler has no validation event; a transformation runs right after it.
    sealed class RejectEndedBearers(IHttpContextAccessor http) : IClaimsTransformation
    {
        public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            if (principal.Identity?.AuthenticationType == CookieScheme || http.HttpContext is not { } context) return principal;
            return await IsCurrent(context, principal) ? principal : new ClaimsPrincipal(new ClaimsIdentity());
        }
    }
}

/// <summary>How an account wants its pages, and whether its sessions still count. Cached; dropped when the account changes.</summary>
/// <param name="Stamp">The security stamp.</param>
/// <param name="Name">How the person is called.</param>
/// <param name="Language">Preferred language or null.</param>
/// <param name="Theme"><c>light</c>, <c>dark</c> or null.</param>
/// <param name="LargeType">Large type.</param>
public sealed record AccountFace(string Stamp, string Name, string? Language, string? Theme, bool LargeType);

/// <summary>Reads <see cref="AccountFace"/>s.</summary>
public sealed class AccountStamps(TenantCache cache, IServiceScopeFactory scopes)
{
    /// <summary>The account's stamp, or null when the account is gone.</summary>
    public async ValueTask<string?> StampOf(Guid account) => (await FaceOf(account))?.Stamp;

    /// <summary>The account's face, or null when the account is gone.</summary>
    public ValueTask<AccountFace?> FaceOf(Guid account) => cache.Get(Guid.Empty, $"account:{account:N}", async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HostDb>().Users.AsNoTracking().Where(a => a.Id == account)
            .Select(a => new AccountFace(a.SecurityStamp ?? "", a.DisplayName, a.Language, a.Theme, a.LargeType)).SingleOrDefaultAsync();
    });

    /// <summary>Makes all nodes read the account again.</summary>
    public Task Changed(Guid account) => cache.Evict(Guid.Empty, $"account:{account:N}");
}
