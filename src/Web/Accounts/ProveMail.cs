using System.Net.Sockets;
using Data;
using MailKit;
using MailKit.Net.Smtp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Platform;
using Platform.Access;
using Platform.Notices;
using Web.Access;
using Web.Http;
using Web.Security;
using static Platform.Words;

namespace Web.Accounts;

/// <summary>
/// Gives the account a mail address that a code sent there has proven. Several accounts may have the same address, so nothing here tells whether another has it.
/// </summary>
sealed record ProveMail(string? Address, string? Code)
{
    internal sealed record ToSend(string? Address);

    /// <summary>The proven address, and whether mail can be sent at all.</summary>
    internal sealed record Current(string? Address, bool Offered);

    internal static void Map(IEndpointRouteBuilder root)
    {
        root.MapGet("/api/v1/account/mail", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .WithRule(new OpenToAccountsAttribute()).WithName("ReadMail").WithTags("Accounts");
        root.MapPost("/api/v1/account/mail/codes", async Task<Results<NoContent, ProblemHttpResult>> (ToSend body, Handler handler, CancellationToken stop) => (await handler.SendCode(body.Address, stop)).ToNoContent())
            .WithRule(new OpenToAccountsAttribute()).RequireRateLimiting(RateLimits.SignIn).WithName("SendMailCode").WithTags("Accounts");
        root.MapPut("/api/v1/account/mail", async Task<Results<NoContent, ProblemHttpResult>> (ProveMail body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent())
            .WithRule(new OpenToAccountsAttribute()).RequireRateLimiting(RateLimits.SignIn).WithName("ProveMail").WithTags("Accounts");
        root.MapDelete("/api/v1/account/mail", async Task<NoContent> (Handler handler, CancellationToken stop) =>
        {
            await handler.Remove(stop);
            return TypedResults.NoContent();
        }).WithRule(new OpenToAccountsAttribute()).WithName("RemoveMail").WithTags("Accounts");
    }

    internal sealed class Handler(HostDb db, OneTimeCodes codes, ICurrentPerson person, SmtpSender? mail = null)
    {
        internal const int Longest = 254;
        static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

        Guid Me => person.AccountId!.Value;

        string Holder => Me.ToString("N");

        public async Task<Current> Read(CancellationToken stop) =>
            new(await db.Users.AsNoTracking().Where(a => a.Id == Me && a.EmailConfirmed).Select(a => a.Email).SingleOrDefaultAsync(stop), mail is not null);

        public async Task<Result<Done>> SendCode(string? to, CancellationToken stop)
        {
            if (mail is null) return AccountErrors.NoMail;
            if (Normalize(to) is not { } address) return AccountErrors.BadMail;
            var code = await codes.Draw(Holder, address, stop);
            if (code.Error is { } refused) return refused;
            try
            {
                await mail.Send(Guid.CreateVersion7(), address, T("邻里邮箱验证码"), T("您的验证码是 {0}，10 分钟内有效。不是您本人在绑定邮箱的话，不用理会这封信。", code.Value), stop);
                return Done.It;
            }
            catch (SmtpCommandException never) when ((int)never.StatusCode >= 500)
            {
                return AccountErrors.MailRefused;
            }
            catch (Exception failure) when (failure is ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException or MailKit.Security.AuthenticationException
                or MailKit.Security.SslHandshakeException or SocketException or IOException or TimeoutException || (failure is OperationCanceledException && !stop.IsCancellationRequested))
            {
                return AccountErrors.MailNotSent;
            }
        }

        public async Task<Result<Done>> Run(ProveMail command, CancellationToken stop)
        {
            if (mail is null) return AccountErrors.NoMail;
            if (Normalize(command.Address) is not { } address) return AccountErrors.BadMail;
            // Pressed twice: it is done already.
            if ((await Read(stop)).Address == address) return Done.It;
            if (command.Code is not { Length: > 0 and <= 20 } code || !await codes.Use(Holder, address, code, Lifetime, stop)) return (await Read(stop)).Address == address ? Done.It : AccountErrors.BadCode;
            await Set(address, stop);
            return Done.It;
        }

        public Task Remove(CancellationToken stop) => Set(null, stop);

        Task<int> Set(string? address, CancellationToken stop)
        {
            var (upper, proven) = (address?.ToUpperInvariant(), address is not null);
            return db.Users.Where(a => a.Id == Me).ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, address).SetProperty(x => x.NormalizedEmail, upper).SetProperty(x => x.EmailConfirmed, proven), stop);
        }

        // What is before the @ is the other server's business, its name is the same in any case.
        static string? Normalize(string? text)
        {
            if (text?.Trim() is not { Length: > 0 and <= Longest } address || !address.All(c => c is > ' ' and < '\u007f') || !MailboxAddress.TryParse(address, out var mailbox) || mailbox.Address != address) return null;
            var at = address.LastIndexOf('@');
            var (local, host) = (address[..Math.Max(0, at)], address[(at + 1)..].ToLowerInvariant());
            return local.Length is > 0 and <= 64 && !local.Contains('"') && Uri.CheckHostName(host) == UriHostNameType.Dns && host.Contains('.') && !host.EndsWith('.') ? $"{local}@{host}" : null;
        }
    }
}
