using Data;
using Linli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Web;
using Web.Access;

namespace Isolation.Tests;

/// <summary>The sweep itself is tested: a second node on the same data, with endpoints as a tired engineer might write them.</summary>
public sealed class ForgetfulTests
{
    [Fact]
    public async Task The_sweep_notices_forgetful_endpoints()
    {
        var host = TestHost.On(DatabaseProvider.Sqlite);
        var (a, b) = (await Seeds.NewFull(host), await Seeds.NewFull(host));
        var almighty = await IsolationTests.Almighty(a);
        var powerless = await a.Person("无权");
        await using var node = await Start(host);
        var sweep = new Sweep(node.Urls.First() + "/", node.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        var ids = await b.Ids(perTable: 1);
        bool Forgetful(Sweep.Call call) => call.Name.Contains("forgetful", StringComparison.Ordinal);

        Named(await sweep.LetsAnonymousIn(a.Slug)).ShouldBe(["ruleless", "unguarded"]);
        Named(await sweep.DoesNotRefuse(a.Slug, powerless.Token, c => Forgetful(c) && c.Rule is NeedsPermissionAttribute or null, "forbidden")).ShouldContain("ruleless");
        Named(await sweep.TellsApart(a.Slug, almighty.Token, ids, Seeds.CanaryOf(b), Forgetful)).ShouldBe(["body", "exists", "list", "other", "query"]);
    }

    // The rule-less one is shut by the product; what the sweep notices is that it does not ask to sign in, as everything with a rule does.
    static IEnumerable<string> Named(IEnumerable<string> complaints) => complaints.Where(c => c.Contains("forgetful", StringComparison.Ordinal)).Select(c => c.Split("forgetful/")[1].Split(':', '/')[0]).Distinct().Order(StringComparer.Ordinal);

    static async Task<WebApplication> Start(TestHost host)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Linli.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Testing" });
        builder.Configuration.AddConfiguration(host.Services.GetRequiredService<IConfiguration>());
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrel();
        builder.Logging.ClearProviders();
        builder.Services.AddLinli(builder.Configuration);
        var node = builder.Build();
        node.UseWeb([.. LinliHost.Modules, new Forgetful()]);
        await node.StartAsync();
        return node;
    }

    sealed class Forgetful : IModule
    {
        public string Name => "forgetful";

        public void MapEndpoints(RouteGroupBuilder api)
        {
            var group = api.MapGroup("/forgetful");
            group.MapGet("/ruleless", () => "x");
            group.MapGet("/unguarded/{id:guid}", (Guid id) => "x");
            group.MapGet("/other/{id:guid}", (Guid id, IServiceScopeFactory scopes) => NameOf(scopes, id)).WithRule(new OpenToMembersAttribute());
            group.MapGet("/exists/{id:guid}", async (Guid id, IServiceScopeFactory scopes) => await NameOf(scopes, id) is null ? Results.NotFound() : Results.Conflict()).WithRule(new OpenToMembersAttribute());
            group.MapGet("/query", async (Guid? after, IServiceScopeFactory scopes) => await NameOf(scopes, after ?? Guid.Empty) is null ? "no" : "yes").WithRule(new OpenToMembersAttribute());
            group.MapPost("/body", async (Body body, IServiceScopeFactory scopes) => await NameOf(scopes, body.MemberIds[0]) is null ? "no" : "yes").WithRule(new OpenToMembersAttribute());
            group.MapGet("/list", async (IServiceScopeFactory scopes) => await All(scopes)).WithRule(new OpenToMembersAttribute());
            group.MapGet("/good/{id:guid}", async (Guid id, AppDb db) => await db.Set<Member>().AnyAsync(m => m.Id == id) ? Results.Ok() : Results.NotFound()).WithRule(new OpenToMembersAttribute());
        }

        sealed record Body(IReadOnlyList<Guid> MemberIds);

        static async Task<string?> NameOf(IServiceScopeFactory scopes, Guid id) => (await Members(scopes)).GetValueOrDefault(id);

        static async Task<IEnumerable<string>> All(IServiceScopeFactory scopes) => (await Members(scopes)).Values;

        static async Task<Dictionary<Guid, string>> Members(IServiceScopeFactory scopes)
        {
            await using var scope = scopes.CreateAsyncScope();
            Dictionary<Guid, string> all = [];
            foreach (var company in await scope.ServiceProvider.GetRequiredService<HostDb>().Companies.Select(c => c.Id).ToListAsync())
            {
                await using var inside = await scope.ServiceProvider.GetRequiredService<ITenantScopeFactory>().Open(company, evenIfNotActive: true);
                foreach (var member in await inside.Services.GetRequiredService<AppDb>().Set<Member>().ToListAsync()) all[member.Id] = member.Name;
            }
            return all;
        }
    }
}
