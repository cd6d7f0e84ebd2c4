using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
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

    internal sealed class Handler(OneTimeCodes codes, ISmsSender sms)
    {
        static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

        public async Task<Result<Done>> Run(string? to, CancellationToken stop)
        {
            if (Phones.Normalize(to) is not { } phone) return AccountErrors.BadPhone;
            var code = await codes.Draw(phone, phone, stop);
            if (code.Error is { } refused) return refused;
            try
            {
                await sms.Send(phone, T("邻里验证码 {0}，5 分钟内有效。请勿告诉他人。", code.Value), stop);
                return Done.It;
            }
            catch (NotSentException)
            {
                return AccountErrors.NotSent;
            }
        }

        /// <summary>True when the code is good for the phone; it is then used up.</summary>
        public Task<bool> Use(string phone, string code, CancellationToken stop) => codes.Use(phone, phone, code, Lifetime, stop);
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
