using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform;

namespace Web.Http;

/// <summary>
/// A page that shows a form again, filled in, when its token no longer fits: another tab or the phone's own pages may have brought a newer one meanwhile.
/// Its form handlers ask <see cref="StaleForms.Refusal"/> before anything else, because such a form may also come from another site.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShowsStaleFormsAttribute : Attribute;

/// <summary>Forms whose token does not fit.</summary>
public static class StaleForms
{
    static readonly object Key = new();
    internal const string Code = "stale-form";
    static readonly Error Stale = new(ErrorKind.Invalid, Code, "页面放得久了，没有提交上去。请看看填的内容，再按一次。");

    /// <summary>Why this form may not be acted on, or null when it is the page's own.</summary>
    public static Error? Refusal(HttpContext context) => context.Items.ContainsKey(Key) ? Stale : null;

    internal static void UseStaleForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && context.GetEndpoint()?.Metadata.GetMetadata<ShowsStaleFormsAttribute>() is not null)
        {
            context.Items[Key] = true;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Features.Set<IAntiforgeryValidationFeature>(new Shown());
        }
        await next(context);
    });

    sealed class Shown : IAntiforgeryValidationFeature
    {
        public bool IsValid => true;
        public Exception? Error => null;
    }
}
