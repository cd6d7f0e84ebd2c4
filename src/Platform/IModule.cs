using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;

namespace Platform;

/// <summary>A business capability. The host lists its modules in one array; nothing is scanned for.</summary>
public interface IModule
{
    /// <summary>Lower-case name: the database schema and the prefix of permissions and error codes.</summary>
    string Name { get; }

    /// <summary>The permissions it defines.</summary>
    IReadOnlyList<Permission> Permissions => [];

    /// <summary>The kinds of notices it posts.</summary>
    IReadOnlyList<NoticeKind> NoticeKinds => [];

    /// <summary>What it puts into the menu.</summary>
    IReadOnlyList<MenuItem> Menu => [];

    /// <summary>Its parts of a company file (<c>tenants/*.json</c>), in the order in which they are applied.</summary>
    IReadOnlyList<ICompanySection> Sections => [];

    /// <summary>Where its pages are.</summary>
    Assembly Assembly => GetType().Assembly;

    /// <summary>Registers its handlers.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration) { }

    /// <summary>Maps its entities.</summary>
    void MapEntities(ModelBuilder model) { }

    /// <summary>Maps its endpoints under <c>/{slug}/api/v1</c>. All of them need a signed-in member unless they say otherwise.</summary>
    void MapEndpoints(RouteGroupBuilder api) { }
}

/// <summary>An entry of the menu, shown to those who hold the permission.</summary>
/// <param name="Text">Chinese words.</param>
/// <param name="Href">Address inside the company, without a leading slash.</param>
/// <param name="Icon">Name in the icon sprite.</param>
/// <param name="Permission">Who sees it; null for every member.</param>
/// <param name="Kind">Which menus it stands in.</param>
/// <param name="Order">Smaller first.</param>
/// <param name="About">What is set there, in Chinese; for the settings page.</param>
public sealed record MenuItem(string Text, string Href, string Icon, string? Permission, MenuKind Kind, int Order, string? About = null);

/// <summary>The menus.</summary>
public enum MenuKind
{
    /// <summary>Residents, on a phone.</summary>
    Resident,
    /// <summary>Technicians, on a phone.</summary>
    Field,
    /// <summary>Dispatchers, managers and administrators, at a desk.</summary>
    Desk,
    /// <summary>What is set once and seldom changed: listed on the settings page, with a sentence each.</summary>
    Settings,
}
