using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Web.Accounts;
using Web.Http;
using static Platform.Words;

namespace Web.Security;

/// <summary>How much one caller may ask.</summary>
/// <param name="SignInPerMinute">Attempts to sign in, register or get a code, per address.</param>
/// <param name="RequestsPerMinute">Requests per account, or per address when anonymous.</param>
/// <param name="UploadsPerMinute">Uploads per account.</param>
public sealed record RateLimitOptions(int SignInPerMinute = 20, int RequestsPerMinute = 1200, int UploadsPerMinute = 60);

static class RateLimits
{
    internal const string SignIn = "sign-in";
    internal const string Upload = "upload";

    internal static void AddRateLimits(this IServiceCollection services, RateLimitOptions limits) => services.AddRateLimiter(o =>
    {
        o.AddPolicy(SignIn, context => Window("s:" + Address(context), limits.SignInPerMinute));
        o.AddPolicy(Upload, context => Window("u:" + Caller(context), limits.UploadsPerMinute));
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Window(Caller(context), limits.RequestsPerMinute));
        o.OnRejected = async (rejected, stop) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await rejected.HttpContext.WriteProblem(429, "too-many-requests", T("操作太频繁，请 {0} 秒后再试。", wait));
        };
    });

    static RateLimitPartition<string> Window(string key, int perMinute) => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
    {
        PermitLimit = perMinute,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = 6,
        QueueLimit = 0,
    });

    static string Caller(HttpContext context) => Session.AccountIdOf(context.User) is { } account ? "a:" + account : "i:" + Address(context);

    static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
