using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Tenancy;
using Web.Access;

namespace Web.Layouts;

/// <summary>What makes a company's pages a thing that a phone can keep: its manifest, and the worker at the company's root, so that it never serves another company.</summary>
static class Installable
{
    internal sealed record Manifest(string Id, string Name, string ShortName, string StartUrl, string Scope, string Display, string Lang, string BackgroundColor, string ThemeColor, IReadOnlyList<Icon> Icons);

    internal sealed record Icon(string Src, string Sizes, string Type, string Purpose);

    static readonly System.Text.Json.JsonSerializerOptions Names = new() { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Map(IEndpointRouteBuilder root)
    {
        root.MapGet("/manifest.webmanifest", ShowManifest).WithRule(new OpenToAllAttribute()).ExcludeFromDescription();
        AppIcons.Map(root);
        root.MapGet("/worker.js", ShowWorker).WithRule(new OpenToAllAttribute()).ExcludeFromDescription();
    }

    static Results<JsonHttpResult<Manifest>, NotFound> ShowManifest(ICurrentTenant tenant, HttpContext context)
    {
        if (tenant.Info is not { } company) return TypedResults.NotFound();
        var home = context.Request.PathBase + "/";
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Json(new Manifest(home, company.Name, company.Name.Length > 12 ? company.Name[..12] : company.Name, home, home, "standalone", CultureInfo.CurrentUICulture.Name, "#ffffff", company.Accent,
            [.. AppIcons.Kinds.Where(k => k.Key != AppIcons.Apple).Select(k => new Icon(home + AppIcons.Address(company, k.Key), $"{k.Value.Side}x{k.Value.Side}", "image/png", k.Value.Bleed ? "maskable" : "any")), new("/assets/favicon.svg", "any", "image/svg+xml", "any")]), Names, "application/manifest+json");
    }

    // These few lines change with every build, which is how a phone learns of a new release.
    static Results<ContentHttpResult, NotFound> ShowWorker(ICurrentTenant tenant, HttpContext context)
    {
        if (tenant.Info is null) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "no-cache";
        var home = context.Request.PathBase + "/";
        return TypedResults.Text($"self.home = '{home}'; self.release = '{AssetVersion.Value}';\nimportScripts('/assets/worker.js?v={AssetVersion.Value}');\n", "text/javascript");
    }
}
