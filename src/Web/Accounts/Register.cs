using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Platform;
using Platform.Accounts;
using Web.Access;
using Web.Http;
using Web.Security;

namespace Web.Accounts;

/// <summary>Makes an account for a phone proven by code, or sets a new password for the one that is there.</summary>
sealed record Register(string? Phone, string? Code, string? Name, string? Password)
{
    internal static void Map(IEndpointRouteBuilder root) => root.MapPost("/api/v1/accounts", Post)
        .WithRule(new OpenToAllAttribute()).RequireRateLimiting(RateLimits.SignIn).WithName("Register").WithTags("Accounts");

    static async Task<Results<Ok<Made>, ProblemHttpResult>> Post(Register body, Handler handler, CancellationToken stop)
    {
        var made = await handler.Run(body, stop);
        return made.Error is { } error ? error.ToProblem() : TypedResults.Ok(new Made(made.Value.Id));
    }

    internal sealed class Handler(UserManager<Account> accounts, SendCode.Handler codes, AccountStamps stamps, TimeProvider clock)
    {
        public async Task<Result<Account>> Run(Register command, CancellationToken stop)
        {
            if (Phones.Normalize(command.Phone) is not { } phone) return AccountErrors.BadPhone;
            if (command.Name?.Trim() is not { Length: > 0 and <= 30 } name) return AccountErrors.NoName;
            if (command.Password is not { Length: >= 8 and <= 200 } password || !password.Any(char.IsAsciiDigit)) return AccountErrors.WeakPassword;
            if (command.Code is not { Length: > 0 } code || !await codes.Use(phone, code, stop)) return AccountErrors.BadCode;

            var account = await accounts.FindByNameAsync(phone);
            if (account is null)
            {
                account = new Account { Id = Guid.CreateVersion7(), UserName = phone, PhoneNumber = phone, PhoneNumberConfirmed = true, DisplayName = name, CreatedAt = clock.GetUtcNow().UtcDateTime };
                var made = await accounts.CreateAsync(account, password);
                return made.Succeeded ? account : AccountErrors.WeakPassword;
            }

            // A prepared account (from an import) has no password yet; a forgotten one is replaced. Either way older sessions end.
            account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
            account.LockoutEnd = null;
            account.AccessFailedCount = 0;
            account.PhoneNumberConfirmed = true;
            await accounts.UpdateSecurityStampAsync(account);
            await stamps.Changed(account.Id);
            return account;
        }
    }
}
