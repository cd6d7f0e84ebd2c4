using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Web.Notices;
using Web.Ui;
using static Platform.Words;

namespace Web.Layouts;

/// <summary>What the layouts know of the person and the page. A page sets its title and way back on it while it renders.</summary>
public sealed class PageFrame(IReadOnlyList<IModule> modules, ICurrentTenant tenant, ICurrentPerson person, ITenantScopeFactory scopes, IHttpContextAccessor http)
{
    /// <summary>The company's name.</summary>
    public string Brand => tenant.Info?.Name ?? T("邻里");

    /// <summary>The person's name, or null for strangers.</summary>
    public string? Account => person.Access?.Name;

    /// <summary>True when pages may listen to live events.</summary>
    public bool Live => person.Access is not null;

    /// <summary>True for people whose work is at the desk.</summary>
    public bool AtDesk => Start is not ("homes" or "day" or "me" or null);

    /// <summary>The page on which the person starts, or null for the residents' home.</summary>
    public string? Start => person.Access switch
    {
        null => "homes",
        { } me when me.May("tickets.assign") => "board",
        { } me when me.May("tickets.work") => "day",
        { } me when me.May("tickets.report") => null,
        _ => DeskNav().Select(i => i.Href).FirstOrDefault("me"),
    };

    /// <summary>Unread notices of the person.</summary>
    public async Task<int> Unread()
    {
        if (person.Access is not { } access) return 0;
        var stop = http.HttpContext!.RequestAborted;
        // The layout loads beside the page, and a context answers one question at a time: the layout asks in a scope of its own.
        await using var scope = await scopes.Open(tenant.Required.Id, evenIfNotActive: true, stop);
        return await scope.Services.GetRequiredService<Inbox.Handler>().Unread(access.AccountId, stop);
    }

    /// <summary>The phone menu that suits the person: technicians get theirs, everybody else the residents'.</summary>
    public IReadOnlyList<NavItem> PhoneNav()
    {
        var field = person.Access?.May("tickets.work") == true;
        var items = Of(field ? MenuKind.Field : MenuKind.Resident, int.MaxValue);
        return person.Access is null ? items : [.. items, new NavItem(T("我的"), "me", "user", Here() == "me")];
    }

    /// <summary>The desk menu; beyond the first three entries it hides behind 更多 on a phone.</summary>
    public IReadOnlyList<NavItem> DeskNav() =>
        Settings().Count == 0 ? Of(MenuKind.Desk, 3) : [.. Of(MenuKind.Desk, 3), new NavItem(T("设置"), "settings", "gear", Here() == "settings" || Here().StartsWith("settings/", StringComparison.Ordinal), Extra: true)];

    /// <summary>What the person may set for the company.</summary>
    public IReadOnlyList<MenuItem> Settings() =>
        [.. modules.SelectMany(m => m.Menu).Where(i => i.Kind == MenuKind.Settings && (i.Permission is null || person.Access?.May(i.Permission) == true)).OrderBy(i => i.Order)];

    IReadOnlyList<NavItem> Of(MenuKind kind, int shown)
    {
        var here = Here();
        var items = modules.SelectMany(m => m.Menu).Where(i => i.Kind == kind && (i.Permission is null || person.Access?.May(i.Permission) == true)).OrderBy(i => i.Order).ToList();
        var current = items.Where(i => here == i.Href || (i.Href.Length > 0 && here.StartsWith(i.Href + "/", StringComparison.Ordinal))).MaxBy(i => i.Href.Length);
        return [.. items.Select((i, n) => new NavItem(T(i.Text), i.Href.Length == 0 ? "./" : i.Href, i.Icon, i == current, Extra: n >= shown))];
    }

    string Here() => http.HttpContext!.Request.Path.Value?.Trim('/') ?? "";
}
