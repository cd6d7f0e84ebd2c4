using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Platform.Tenancy;
using Web.Access;
using static Platform.Words;

namespace Web.Http;

/// <summary>Bodies are small unless the endpoint says otherwise.</summary>
static class RequestLimits
{
    const long Json = 256 * 1024;
    // A form without script may carry nine photos and a video; a stranger has no photos to send.
    const long Form = 360L * 1024 * 1024;
    const long StrangersForm = 64 * 1024;

    internal static void UseRequestLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? (context.Request.HasFormContentType && !context.IsApi() ? await FormOf(context) : Json);
        if (context.Request.ContentLength > limit)
        {
            if (context.IsApi()) await context.WriteProblem(413, "too-large", T("内容太大，请删减后再试。"));
            else context.Response.StatusCode = 413;
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        await next(context);
    });

    static async ValueTask<long> FormOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToGuestsAttribute>() is not null)
        {
            if (context.RequestServices.GetRequiredService<ICurrentTenant>().Info is null) return StrangersForm;
            foreach (var door in context.RequestServices.GetServices<IGuestDoor>()) if (await door.IsOpen(context)) return door.FormLimit;
            return StrangersForm;
        }
        return context.User.Identity?.IsAuthenticated == true ? Form : StrangersForm;
    }
}
