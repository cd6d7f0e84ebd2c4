using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Web.Accounts;
using Web.Http;
using static Platform.Words;

namespace Web.Access;

/// <summary>Who may call an endpoint or open a page. Without one nobody may.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class AccessRuleAttribute : Attribute;

/// <summary>Anybody, signed in or not, inside a company or outside.</summary>
public sealed class OpenToAllAttribute : AccessRuleAttribute;

/// <summary>Anybody inside a company, signed in or not: what is behind it is guarded by a secret of its own, such as a contractor's link and code.</summary>
public sealed class OpenToGuestsAttribute : AccessRuleAttribute;

/// <summary>Any signed-in account, inside a company or outside; no membership needed.</summary>
public sealed class OpenToAccountsAttribute : AccessRuleAttribute;

/// <summary>Any signed-in account inside a company, member or not: asking to join is such a thing.</summary>
public sealed class OpenToStrangersAttribute : AccessRuleAttribute;

/// <summary>Any active member of the company.</summary>
public sealed class OpenToMembersAttribute : AccessRuleAttribute;

/// <summary>Members with one of the permissions, at any scope; the query enforces the scope.</summary>
public sealed class NeedsPermissionAttribute(params string[] permissions) : AccessRuleAttribute
{
    /// <summary>One of these is enough.</summary>
    public IReadOnlyList<string> Permissions => permissions;
}

/// <summary>Access rules on endpoints, and the middleware that enforces them.</summary>
public static class AccessRules
{
    /// <summary>Members with one of the permissions.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, params string[] permissions) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithRule(new NeedsPermissionAttribute(permissions));

    /// <summary>Sets the endpoint's rule.</summary>
    public static TBuilder WithRule<TBuilder>(this TBuilder endpoint, AccessRuleAttribute rule) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(rule);
        return endpoint;
    }

    // After authentication: binds the account to the company's access, then asks the endpoint's rule.
    internal static void UseAccessRules(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }
        var person = context.RequestServices.GetRequiredService<CurrentPerson>();
        var tenant = context.RequestServices.GetRequiredService<ICurrentTenant>();
        person.AccountId = Session.AccountIdOf(context.User);
        if (person.AccountId is { } account && tenant.Info is not null)
            person.Access = await context.RequestServices.GetRequiredService<IAccessReader>().Read(account, context.RequestAborted);

        var rule = endpoint.Metadata.GetMetadata<AccessRuleAttribute>();
        var verdict = Judge(endpoint, rule, person, tenant);
        if (verdict == Verdict.Welcome && !await IsOwnForm(context, endpoint)) verdict = Verdict.Forged;
        await (verdict switch
        {
            Verdict.Welcome => next(context),
            Verdict.SignInFirst => AskToSignIn(context),
            Verdict.NoSuchThing => context.WriteProblem(404, CommonErrors.NotFound.Code, CommonErrors.NotFound.Message),
            Verdict.Stranger => Refuse(context, "not-a-member", T("您不是这家公司的住户或员工，或者资格已停用。")),
            Verdict.Forged => context.WriteProblem(400, "forged", T("页面已过期，请刷新后再试。")),
            _ => Refuse(context, CommonErrors.Forbidden.Code, CommonErrors.Forbidden.Message),
        });
    });

    enum Verdict { Welcome, SignInFirst, Stranger, Forbidden, NoSuchThing, Forged }

    static Verdict Judge(Endpoint endpoint, AccessRuleAttribute? rule, CurrentPerson person, ICurrentTenant tenant) => rule switch
    {
        OpenToAllAttribute => Verdict.Welcome,
        // Routing's own refusals (405, 415) only set the status, and are the only endpoints without a route.
        null => endpoint is RouteEndpoint ? Verdict.NoSuchThing : Verdict.Welcome,
        OpenToAccountsAttribute => person.AccountId is null ? Verdict.SignInFirst : Verdict.Welcome,
        _ when tenant.Info is null => Verdict.NoSuchThing,
        OpenToGuestsAttribute => Verdict.Welcome,
        _ when person.AccountId is null => Verdict.SignInFirst,
        OpenToStrangersAttribute => Verdict.Welcome,
        _ when person.Access is null => Verdict.Stranger,
        OpenToMembersAttribute => Verdict.Welcome,
        NeedsPermissionAttribute needed => needed.Permissions.Any(person.Access.May) ? Verdict.Welcome : Verdict.Forbidden,
        _ => Verdict.Forbidden,
    };

    // A cookie travels by itself, so a cookie request that changes something must carry the page's token. Pages are checked by the framework.
    static async ValueTask<bool> IsOwnForm(HttpContext context, Endpoint endpoint)
    {
        if (!context.IsApi() || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return true;
        if (context.User.Identity is not { IsAuthenticated: true, AuthenticationType: Session.CookieScheme }) return true;
        return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
    }

    static async Task AskToSignIn(HttpContext context)
    {
        if (context.IsApi())
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await context.WriteProblem(401, "sign-in", T("请先登录。"));
            return;
        }
        await context.SignOutAsync(Session.CookieScheme);
        var here = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        context.Response.Redirect("/sign-in?returnUrl=" + Uri.EscapeDataString(here));
    }

    static async Task Refuse(HttpContext context, string code, string detail)
    {
        if (context.IsApi()) await context.WriteProblem(403, code, detail);
        else context.Response.StatusCode = 403;
    }
}
