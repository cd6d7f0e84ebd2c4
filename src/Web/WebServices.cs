using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Platform;
using Platform.Events;
using Platform.Notices;
using Scalar.AspNetCore;
using Web.Access;
using Web.Accounts;
using Web.Attachments;
using Web.Exports;
using Web.Http;
using Web.Live;
using Web.Notices;
using Web.Security;
using Web.Tenancy;
using Web.Time;

namespace Web;

/// <summary>Everything between a socket and a handler.</summary>
public static class WebServices
{
    /// <summary>The languages of the screens; the first is the fallback.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    /// <summary>Registers sessions, problems, limits, pages, documents and telemetry.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        Words.AddFrom(typeof(Words).Assembly);
        Words.AddFrom(typeof(WebServices).Assembly);

        services.AddSingleton(new TenancyOptions(configuration["Tenancy:BaseDomain"]?.ToLowerInvariant(),
            [.. configuration.GetSection("Tenancy:NeutralHosts").GetChildren().Select(h => h.Value!.ToLowerInvariant())]));
        services.AddHttpContextAccessor();
        services.AddSessions();
        services.AddAuthorization();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "linli-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddRateLimits(configuration.GetSection("RateLimits").Get<RateLimitOptions>() ?? new());
        services.AddProblemDetails(o => o.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions["traceId"] = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            o.SerializerOptions.Converters.Add(new CleanInput.UtcTimes());
            o.SerializerOptions.TypeInfoResolver = (o.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(CleanInput.Check);
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.AddOpenApi("v1", o =>
        {
            // Use cases call what they take Body and what they answer Row; in the document each needs a name of its own.
            o.CreateSchemaReferenceId = json => OpenApiOptions.CreateDefaultSchemaReferenceId(json) is null ? null : SchemaName(json.Type);
            // Our own converter hides from the document what a time is.
            o.AddSchemaTransformer((schema, context, _) =>
            {
                if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is var inner && (inner ?? context.JsonTypeInfo.Type) == typeof(DateTime))
                    (schema.Type, schema.Format) = (inner is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
                return Task.CompletedTask;
            });
            o.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Linli";
                document.Info.Description = "Linli 邻里. Sign in with POST /api/v1/sessions, then call /{slug}/api/v1/… with the bearer token.";
                return Task.CompletedTask;
            });
        });
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        // Where nobody listens nothing is gathered.
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            services.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation().AddOtlpExporter()).WithMetrics(m => m.AddAspNetCoreInstrumentation().AddOtlpExporter());

        services.AddSingleton<AccountStamps>();
        services.AddScoped<UploadAttachment.Handler>();
        services.AddScoped<ReadAttachment.Handler>();
        services.AddHandler<UploadAged, DropUnclaimed>();
        services.AddHandler<AttachmentDropped, DropFiles>();
        services.AddExports(configuration);
        services.AddScoped<Inbox.Handler>();
        services.AddScoped<TenantTime>();
        services.AddScoped<Layouts.PageFrame>();
        services.AddScoped<ListCompanies>();
        services.AddScoped<SavePreferences.Handler>();
        // Where a gateway is there it was registered before.
        services.TryAddScoped<ISmsSender, OutboxSms>();
        return services;
    }

    /// <summary>The pipeline, in the order in which it guards; then endpoints and pages of all modules.</summary>
    public static void UseWeb(this WebApplication app, IReadOnlyList<IModule> modules)
    {
        foreach (var module in modules) Words.AddFrom(module.Assembly);

        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        UseLanguage(app);
        app.UseProblems();
        app.UseTenantResolution();
        app.UseStatusCodePages(StatusPages.Show);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLimits();
        app.UseRateLimiter();
        app.UseAccessRules();
        app.UseAuthorization();
        app.UseCleanInput();
        app.UseAntiforgery();
        app.UseStaleForms();

        // In development it would claim every address, and make an unknown one a 405.
        app.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";
        // While somebody edits them they are read anew and sent as they are; otherwise as the build compressed them.
        app.Configuration["ReloadStaticAssetsAtRuntime"] ??= app.Environment.IsDevelopment() ? "true" : "false";
        app.MapStaticAssets().WithRule(new OpenToAllAttribute());
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).WithRule(new OpenToAllAttribute()).DisableRateLimiting();
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).WithRule(new OpenToAllAttribute()).DisableRateLimiting();
        app.MapOpenApi().WithRule(new OpenToAllAttribute());
        app.MapScalarApiReference(o => o.WithTitle("Linli API").WithOpenApiRoutePattern("/openapi/{documentName}.json")).WithRule(new OpenToAllAttribute());

        SignIn.Map(app);
        SendCode.Map(app);
        Register.Map(app);
        ProveMail.Map(app);
        LiveEndpoint.Map(app);
        Layouts.Installable.Map(app);
        var api = app.MapGroup("/api/v1");
        UploadAttachment.Map(api);
        ReadAttachment.Map(api);
        ExportServices.Map(api);
        Inbox.Map(api);
        foreach (var module in modules) module.MapEndpoints(api);

        var pages = app.MapRazorComponents<Layouts.App>().AddAdditionalAssemblies([.. modules.Select(m => m.Assembly).Where(a => a != typeof(WebServices).Assembly).Distinct()]);
        pages.Add(page => page.Metadata.Add(new PageMarker()));
    }

    static void UseLanguage(WebApplication app)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true, DefaultRequestCulture = new RequestCulture("zh-CN") }
            .AddSupportedCultures([.. Languages]).AddSupportedUICultures([.. Languages]);
        // The cookie carries the account's choice; without one the browser's language counts.
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = LanguageCookie }, new AcceptLanguageHeaderRequestCultureProvider()];
        app.UseRequestLocalization(options);
    }

    /// <summary>Name of the language cookie.</summary>
    public const string LanguageCookie = "linli-lang";

    static string SchemaName(Type type) =>
        (type.DeclaringType is { IsGenericType: false } outer ? SchemaName(outer) : "") + type.Name.Split('`')[0] + (type.IsGenericType ? "Of" + string.Join("And", type.GetGenericArguments().Select(SchemaName)) : "");
}

/// <summary>Marks the endpoints that are pages.</summary>
public sealed class PageMarker;
