using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Tenancy;
using Web.Http;
using static Platform.Words;

namespace Web.Tenancy;

/// <summary>Where companies are found in addresses.</summary>
/// <param name="BaseDomain">Companies live at <c>{slug}.BaseDomain</c>; null when only paths and own domains are used.</param>
/// <param name="NeutralHosts">Further host names that belong to no company.</param>
public sealed record TenancyOptions(string? BaseDomain, IReadOnlyList<string> NeutralHosts);

/// <summary>
/// Finds the request's company: own domain, then subdomain, then the first path segment, which moves into <c>PathBase</c> so that pages never mention it.
/// All that answer must agree; a host that is nobody's is refused.
/// </summary>
static class TenantResolution
{
    internal static void UseTenantResolution(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var options = context.RequestServices.GetRequiredService<TenancyOptions>();
        var tenants = context.RequestServices.GetRequiredService<ITenantStore>();
        var host = context.Request.Host.Host.ToLowerInvariant();
        var stop = context.RequestAborted;

        var neutral = IsNeutral(host, options);
        var byHost = neutral ? null : await ByHost(host, options, tenants, stop);
        if (!neutral && byHost is null)
        {
            await Refuse(context, 404, "unknown-host", T("这个地址不属于任何公司。"));
            return;
        }

        var segment = FirstSegment(context.Request.Path);
        var byPath = segment is not null && !ReservedSlugs.Contains(segment) ? await tenants.FindBySlug(segment, stop) : null;
        if (byHost is not null && byPath is not null && byHost.Id != byPath.Id)
        {
            await Refuse(context, 404, "company-mismatch", T("这个地址不属于任何公司。"));
            return;
        }

        if ((byHost ?? byPath) is { } tenant)
        {
            if (!tenant.Served)
            {
                await Refuse(context, 503, "company-not-active", tenant.State == TenantState.Pending ? T("{0} 正在准备，请稍后再来。", tenant.Name) : T("{0} 的服务暂时停用，请联系物业公司。", tenant.Name));
                return;
            }
            if (tenant.State == TenantState.ReadOnly && Changes(context.Request, byPath is null ? 0 : segment!.Length + 1))
            {
                await Refuse(context, 409, "company-read-only", T("{0} 现在只能查看，不能更改。", tenant.Name));
                return;
            }
            context.RequestServices.GetRequiredService<CurrentTenant>().Enter(tenant);
            if (byPath is not null)
            {
                context.Request.PathBase = context.Request.PathBase.Add("/" + segment);
                context.Request.Path = context.Request.Path.Value!.Length == segment!.Length + 1 ? "/" : context.Request.Path.Value[(segment.Length + 1)..];
            }
        }
        await next(context);
    });

    // Signing in and out is no change of the company's.
    static bool Changes(HttpRequest request, int prefix) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && new PathString(request.Path.Value![prefix..]) is var path && !path.StartsWithSegments("/sign-in") && !path.StartsWithSegments("/api/v1/sessions") && path != "/me";

    static bool IsNeutral(string host, TenancyOptions options) =>
        host == "localhost" || host == options.BaseDomain || options.NeutralHosts.Contains(host) || IPAddress.TryParse(host, out _);

    static async ValueTask<TenantInfo?> ByHost(string host, TenancyOptions options, ITenantStore tenants, CancellationToken stop)
    {
        if (await tenants.FindByDomain(host, stop) is { } own) return own;
        var suffix = "." + options.BaseDomain;
        if (options.BaseDomain is null || !host.EndsWith(suffix, StringComparison.Ordinal)) return null;
        var slug = host[..^suffix.Length];
        return ReservedSlugs.Contains(slug) ? null : await tenants.FindBySlug(slug, stop);
    }

    // Slugs are lower-case ASCII; anything else cannot be one and is not looked up.
    static string? FirstSegment(PathString path)
    {
        var text = path.Value;
        if (text is null || text.Length < 2) return null;
        var end = text.IndexOf('/', 1);
        var segment = end < 0 ? text[1..] : text[1..end];
        return segment.Length is > 1 and <= 40 && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? segment : null;
    }

    static Task Refuse(HttpContext context, int status, string code, string detail) => context.WriteProblem(status, code, detail);
}
