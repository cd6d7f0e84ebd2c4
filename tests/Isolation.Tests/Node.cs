using Linli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Web;

namespace Isolation.Tests;

/// <summary>A second node of the product on a host's data, changed as a test wants it.</summary>
static class Node
{
    internal static async Task<WebApplication> Start(TestHost host, IReadOnlyList<IModule> modules, Action<IServiceCollection> change, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Linli.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Testing" });
        builder.Configuration.AddConfiguration(host.Services.GetRequiredService<IConfiguration>());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value));
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrel();
        builder.Logging.ClearProviders();
        builder.Services.AddLinli(builder.Configuration);
        builder.Services.AddSingleton(modules);
        change(builder.Services);
        var node = builder.Build();
        node.UseWeb(modules);
        await node.StartAsync();
        return node;
    }

    internal static Sweep Sweep(this WebApplication node) => new(node.Urls.First() + "/", node.Services.GetRequiredService<EndpointDataSource>().Endpoints);
}
