namespace Linli;

/// <summary>What happens before the first request.</summary>
static class Startup
{
    internal static async Task Prepare(WebApplication app) => await app.Services.Migrate();
}
