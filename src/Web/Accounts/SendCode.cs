using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Accounts;
using Platform.Notices;
using Web.Access;
using Web.Http;
using Web.Security;
using static Platform.Words;

namespace Web.Accounts;

/// <summary>Sends a six-digit code to a phone; good for five minutes and one use.</summary>
sealed record SendCode(string? Phone)
{
    internal static void Map(IEndpointRouteBuilder root) => root.MapPost("/api/v1/codes", Post)
        .WithRule(new OpenToAllAttribute()).RequireRateLimiting(RateLimits.SignIn).WithName("SendCode").WithTags("Accounts");

    static async Task<Results<NoContent, ProblemHttpResult>> Post(SendCode body, Handler handler, CancellationToken stop) => (await handler.Run(body.Phone, stop)).ToNoContent();

    internal sealed class Handler(HostDb db, ISmsSender sms, TimeProvider clock)
    {
        static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
        const int MaxAttempts = 5;
        const int PerDay = 10;

        public async Task<Result<Done>> Run(string? to, CancellationToken stop)
        {
            if (Phones.Normalize(to) is not { } phone) return AccountErrors.BadPhone;
            var now = clock.GetUtcNow().UtcDateTime;
            var recent = await db.PhoneCodes.Where(c => c.Phone == phone && c.SentAt > now.AddDays(-1)).Select(c => c.SentAt).ToListAsync(stop);
            if (recent.Count >= PerDay) return AccountErrors.TooMany;
            if (recent.Any(at => at > now.AddMinutes(-1))) return AccountErrors.TooSoon;

            var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
            db.PhoneCodes.Add(new PhoneCode { Phone = phone, Hash = Hash(phone, code), SentAt = now, Minute = now.Ticks / TimeSpan.TicksPerMinute });
            try
            {
                await db.SaveChangesAsync(stop);
                await sms.Send(phone, T("邻里验证码 {0}，5 分钟内有效。请勿告诉他人。", code), stop);
                return Done.It;
            }
            catch (DbUpdateException twice) when (twice.IsDuplicate())
            {
                return AccountErrors.TooSoon;
            }
            catch (NotSentException)
            {
                return AccountErrors.NotSent;
            }
        }

        /// <summary>True when the code is the phone's latest, fresh and unused; it is then used up. Every wrong guess counts.</summary>
        public async Task<bool> Use(string phone, string code, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var sent = await db.PhoneCodes.AsNoTracking().Where(c => c.Phone == phone).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(stop);
            if (sent is null || sent.UsedAt is not null || sent.Attempts >= MaxAttempts || sent.SentAt < now - Lifetime) return false;
            // Counted before it is compared, so that guesses at the same moment cannot exceed the limit.
            var counted = await db.PhoneCodes.Where(c => c.Id == sent.Id && c.UsedAt == null && c.Attempts < MaxAttempts)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Attempts, x => x.Attempts + 1), stop);
            if (counted == 0 || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sent.Hash), Encoding.ASCII.GetBytes(Hash(phone, code)))) return false;
            return await db.PhoneCodes.Where(c => c.Id == sent.Id && c.UsedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), stop) == 1;
        }

        static string Hash(string phone, string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{phone}:{code.Trim()}")));
    }
}

/// <summary>Keeps text messages in the host database, for the outbox page, instead of sending them.</summary>
sealed class OutboxSms(HostDb db, TimeProvider clock) : ISmsSender
{
    public async Task Send(string phone, string text, CancellationToken stop)
    {
        db.SentSms.Add(new SentSms { Phone = phone, Text = text, SentAt = clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(stop);
    }
}
