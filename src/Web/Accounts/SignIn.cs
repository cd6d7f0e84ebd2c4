using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Platform;
using Platform.Accounts;
using Web.Access;
using Web.Http;
using Web.Security;

namespace Web.Accounts;

/// <summary>Proves an account by phone and password, or by phone and one-time code.</summary>
sealed record SignIn(string? Phone, string? Password, string? Code)
{
    /// <summary>A bearer token for the API.</summary>
    internal sealed record Token(string AccessToken, string TokenType, int ExpiresIn, Guid AccountId, string Name);

    internal static void Map(IEndpointRouteBuilder root) => root.MapPost("/api/v1/sessions", Post)
        .WithRule(new OpenToAllAttribute()).RequireRateLimiting(RateLimits.SignIn).WithName("SignIn").WithTags("Accounts");

    static async Task<Results<Ok<Token>, ProblemHttpResult>> Post(SignIn body, Handler handler, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider clock, CancellationToken stop)
    {
        var signedIn = await handler.Run(body, stop);
        if (signedIn.Error is { } error) return error.ToProblem();

        var account = signedIn.Value;
        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + Session.BearerLifetime };
        var ticket = new AuthenticationTicket(Session.For(account, Session.BearerScheme), properties, $"{Session.BearerScheme}:AccessToken");
        var token = bearer.Get(Session.BearerScheme).BearerTokenProtector.Protect(ticket);
        return TypedResults.Ok(new Token(token, "Bearer", (int)Session.BearerLifetime.TotalSeconds, account.Id, account.DisplayName));
    }

    internal sealed class Handler(UserManager<Account> accounts, SendCode.Handler codes)
    {
        // Hashed against when the phone is unknown, so that the answer takes as long as for a known one.
        static readonly Account Nobody = new() { PasswordHash = new PasswordHasher<Account>().HashPassword(new(), Guid.NewGuid().ToString()) };

        public async Task<Result<Account>> Run(SignIn command, CancellationToken stop)
        {
            if (Phones.Normalize(command.Phone) is not { } phone) return AccountErrors.BadPhone;
            var account = await accounts.FindByNameAsync(phone);
            if (command.Code is { Length: > 0 } code)
            {
                if (!await codes.Use(phone, code, stop) || account is null) return AccountErrors.BadCode;
                if (account.PhoneNumberConfirmed) return account;
                // Whoever reads the phone's messages has the phone: what was prepared for it can be bound.
                account.PhoneNumberConfirmed = true;
                await accounts.UpdateAsync(account);
                return account;
            }
            if (command.Password is not { Length: > 0 and <= 200 } password) return AccountErrors.BadSignIn;
            if (account is null)
            {
                _ = accounts.PasswordHasher.VerifyHashedPassword(Nobody, Nobody.PasswordHash!, password);
                return AccountErrors.BadSignIn;
            }
            if (await accounts.IsLockedOutAsync(account)) return AccountErrors.Locked;
            if (await accounts.CheckPasswordAsync(account, password))
            {
                if (account.AccessFailedCount > 0) await accounts.ResetAccessFailedCountAsync(account);
                return account;
            }
            await accounts.AccessFailedAsync(account);
            return AccountErrors.BadSignIn;
        }
    }
}
