using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Tests;

public sealed partial class ServiceTests
{
    static readonly TestHost Host = TestHost.Default;

    [Theory]
    [InlineData("healthz")]
    [InlineData("healthz/ready")]
    public async Task A_node_that_can_serve_says_so(string address) => (await Host.Anonymous.GetStringAsync(address)).ShouldBe("Healthy");

    [Fact]
    public async Task A_node_without_its_database_lives_but_is_not_ready()
    {
        await using var host = TestHost.New();
        var ready = HttpStatusCode.OK;
        // A connection that is at work meanwhile keeps the deleted file alive until it is closed.
        for (var i = 0; i < 50 && ready == HttpStatusCode.OK; i++)
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.EnumerateFiles(host.Folder, "companies.db*")) File.Delete(file);
            ready = (await host.Anonymous.GetAsync("healthz/ready")).StatusCode;
        }

        ready.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Anonymous.GetAsync("healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_document_lists_every_endpoint_of_the_api_once_and_by_name()
    {
        var document = await Host.Anonymous.GetJson("openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Call: $"{o.Name.ToUpperInvariant()} {p.Name}", o.Value))).ToList();

        var mapped = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{Parameter().Replace(e.RoutePattern.RawText!.TrimStart('/'), "{$1}")}".TrimEnd('/'))).ToList();

        mapped.Count.ShouldBeGreaterThan(5);
        described.Select(d => d.Call.TrimEnd('/')).ShouldBe(mapped, ignoreOrder: true);
        foreach (var (path, property) in new[] { ("/{slug}/api/v1/tickets", "categoryId"), ("/{slug}/api/v1/units", "buildingId"), ("/{slug}/api/v1/incidents", "communityId") })
        {
            var name = document.GetProperty("paths").EnumerateObject().First(p => p.Name.EndsWith(path["/{slug}".Length..], StringComparison.Ordinal)).Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1];
            document.GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties").TryGetProperty(property, out _).ShouldBeTrue($"{path} is described by {name}");
        }
        var names = described.Select(d => d.Value.GetProperty("operationId").GetString()).ToList();
        names.Distinct().Count().ShouldBe(names.Count);
    }

    [Fact]
    public async Task The_reference_page_answers()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Host.Url) };

        var page = await client.GetAsync("scalar");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await page.Content.ReadAsStringAsync()).ShouldContain("Linli API");
    }

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex Parameter();
}
