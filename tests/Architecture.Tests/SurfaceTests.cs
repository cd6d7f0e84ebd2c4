using Linli;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Web.Access;

namespace Architecture.Tests;

/// <summary>What is open to requests and to other modules.</summary>
public sealed class SurfaceTests
{
    /// <summary>The framework's own, which nobody needs: without a rule it answers 404.</summary>
    static readonly string[] Shut = ["GET /_framework/opaque-redirect"];

    static IReadOnlyList<Endpoint> Endpoints => TestHost.Default.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    static string Name(Endpoint endpoint) => endpoint is RouteEndpoint route
        ? $"{string.Join('/', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {route.RoutePattern.RawText}" : endpoint.DisplayName ?? "?";

    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        Endpoints.Count.ShouldBeGreaterThan(20);

        Endpoints.Where(e => e.Metadata.GetMetadata<AccessRuleAttribute>() is null).Select(Name).Distinct().Except(Shut).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("_framework/opaque-redirect")]
    [InlineData("no-such-file.css")]
    public async Task What_has_no_rule_is_not_found(string address) => ((int)(await TestHost.Default.Anonymous.GetAsync(address)).StatusCode).ShouldBe(404);

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_what_exists_says_how_it_is_asked()
    {
        (await TestHost.Default.Anonymous.PostAsync(new Uri("api/v1/no-such-thing", UriKind.Relative), null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await TestHost.Default.Anonymous.DeleteAsync(new Uri("api/v1/sessions", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public void Every_address_of_the_API_has_a_name() => Endpoints.OfType<RouteEndpoint>()
        .Where(e => $"/{e.RoutePattern.RawText}".Contains("/api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
        .Select(Name).ShouldBeEmpty();

    [Fact]
    public void Every_page_says_who_may_open_it() => LinliHost.Modules.Select(m => m.Assembly).Append(typeof(AccessRules).Assembly).Distinct().SelectMany(a => a.GetTypes())
        .Where(t => t.IsDefined(typeof(RouteAttribute), inherit: false) && !t.IsDefined(typeof(AccessRuleAttribute), inherit: false))
        .Select(t => t.FullName).ShouldBeEmpty();

    [Fact]
    public void Every_permission_that_a_rule_names_exists()
    {
        var permissions = TestHost.Default.Services.GetRequiredService<PermissionList>();

        Endpoints.SelectMany(e => (e.Metadata.GetMetadata<NeedsPermissionAttribute>()?.Permissions ?? []).Where(p => permissions.Find(p) is null).Select(p => $"{Name(e)}: {p}"))
            .Concat(LinliHost.Modules.SelectMany(m => m.Menu.Where(i => i.Permission is { } p && permissions.Find(p) is null).Select(i => $"menu {i.Href}: {i.Permission}")))
            .Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_that_needs_a_permission_names_one() => Endpoints
        .Where(e => e.Metadata.GetMetadata<NeedsPermissionAttribute>() is { Permissions.Count: 0 }).Select(Name).ShouldBeEmpty();

    [Fact]
    public void Every_permission_has_the_name_of_its_module_a_label_and_scopes() => LinliHost.Modules.SelectMany(m => m.Permissions)
        .Where(p => !System.Text.RegularExpressions.Regex.IsMatch(p.Name, "^[a-z]+\\.[a-z-]+$") || p.Label.Length == 0 || p.Scopes.Length == 0 || p.Scopes.Contains(DataScope.None))
        .Select(p => p.Name).ShouldBeEmpty();

    [Fact]
    public void Every_permission_is_asked_for_somewhere()
    {
        var asked = Endpoints.SelectMany(e => e.Metadata.GetMetadata<NeedsPermissionAttribute>()?.Permissions ?? []).ToHashSet(StringComparer.Ordinal);

        LinliHost.Modules.SelectMany(m => m.Permissions).Select(p => p.Name).Where(p => !asked.Contains(p)).ShouldBeEmpty();
    }

    [Fact]
    public void Modules_show_only_themselves_their_contracts_and_their_pages() => LinliHost.Modules.SelectMany(m => m.Assembly.GetExportedTypes()
        .Where(t => !IsContract(m, t) && !typeof(IModule).IsAssignableFrom(t) && !IsComponent(t) && !IsParameter(m, t) && t.Name != "_Imports")
        .Select(t => t.FullName)).ShouldBeEmpty();

    [Fact]
    public void Everything_hidden_is_sealed() => LinliHost.Modules.SelectMany(m => m.Assembly.GetTypes())
        .Where(t => t is { IsClass: true, IsAbstract: false, IsSealed: false } && !IsComponent(t) && !t.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false))
        .Where(t => t.Name != "_Imports" && t.FullName!.StartsWith(t.Assembly.GetName().Name!, StringComparison.Ordinal))
        .Select(t => t.FullName).ShouldBeEmpty();

    // A component's parameters are public, and so must their types be.
    static bool IsParameter(IModule module, Type type) => module.Assembly.GetExportedTypes().Where(IsComponent)
        .SelectMany(c => c.GetProperties()).Any(p => p.IsDefined(typeof(ParameterAttribute), inherit: true) && p.PropertyType == type);

    static bool IsContract(IModule module, Type type) => (type.Namespace + ".").StartsWith(module.Assembly.GetName().Name + ".Contracts.", StringComparison.Ordinal);

    static bool IsComponent(Type type) => typeof(ComponentBase).IsAssignableFrom(type) || (type.DeclaringType is { } outer && IsComponent(outer));
}
