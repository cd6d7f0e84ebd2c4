using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Web.Security;

static class SecurityHeaders
{
    // Style attributes carry figures (a bar's length, the company's accent); style elements and inline script are shut out.
    const string Pages = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; "
        + "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    // The API reference brings its own bundle with inline style and script; it holds no company's data.
    const string Reference = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

    internal static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var policy = context.Request.Path.StartsWithSegments("/scalar") ? Reference : Pages;
        // Set as the response starts: the exception handler clears what was set before it.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            // What a person sees is never kept by anything between us and them, unless the endpoint said so itself.
            if (!headers.ContainsKey("Cache-Control")) headers.CacheControl = "private, no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
