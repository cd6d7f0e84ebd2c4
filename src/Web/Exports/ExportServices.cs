using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Events;
using Platform.Exports;

namespace Web.Exports;

/// <summary>The one way in which lists become files. A module that has such a list registers an <see cref="IExportKind"/>.</summary>
static class ExportServices
{
    internal static void AddExports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Exports").Get<ExportOptions>() ?? new());
        services.AddSingleton<RunExport>();
        services.AddScoped<RequestExport.Handler>();
        services.AddScoped<ListExports.Handler>();
        services.AddScoped<ChangeExport.Handler>();
        services.AddScoped<ReadExport.Handler>();
        services.AddHandler<ExportEnded, TellOfExport>();
        services.AddHandler<ExportAged, AgeExport>();
        services.AddHandler<ExportDropped, DropExportFiles>();
    }

    internal static void Map(RouteGroupBuilder api)
    {
        var exports = api.MapGroup("/exports").WithTags("Exports");
        RequestExport.Map(exports);
        ListExports.Map(exports);
        ChangeExport.Map(exports);
        ReadExport.Map(exports);
    }
}
