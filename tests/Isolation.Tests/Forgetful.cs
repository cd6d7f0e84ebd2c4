using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Tenancy;
using Web.Access;

namespace Isolation.Tests;

/// <summary>A module that forgets whose rows it reads.</summary>
sealed class Forgetful : IModule
{
    static readonly OpenToMembersAttribute Members = new();

    public string Name => "forgetful";

    public void MapEndpoints(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/forgetful");
        group.MapGet("/ruleless", () => "x");
        group.MapGet("/unguarded/{id:guid}", (Guid id) => "x");
        group.MapGet("/other/{id:guid}", (Guid id, IServiceScopeFactory scopes) => NameOf(scopes, id)).WithRule(Members);
        group.MapGet("/exists/{id:guid}", async (Guid id, IServiceScopeFactory scopes) => await NameOf(scopes, id) is null ? Results.NotFound() : Results.Conflict()).WithRule(Members);
        group.MapGet("/strangers/{id:guid}", async (Guid id, IServiceScopeFactory scopes) => await NameOf(scopes, id) is null ? Results.NotFound() : Results.Conflict()).WithRule(new OpenToStrangersAttribute());
        group.MapGet("/query", async (Guid? after, IServiceScopeFactory scopes) => await NameOf(scopes, after ?? Guid.Empty) is null ? "no" : "yes").WithRule(Members);
        group.MapGet("/key/{key}", async (string key, IServiceScopeFactory scopes) => (await All(scopes)).Any(m => m.Phone == key) ? "yes" : "no").WithRule(Members);
        group.MapGet("/list", async (IServiceScopeFactory scopes) => (await All(scopes)).Select(m => m.Name)).WithRule(Members);
        group.MapGet("/ids", async (IServiceScopeFactory scopes) => (await All(scopes)).Select(m => m.Id.ToString("N"))).WithRule(Members);
        group.MapGet("/sheet", async (IServiceScopeFactory scopes) => Results.Bytes(Packed(string.Join(' ', (await All(scopes)).Select(m => m.Name))), "application/zip")).WithRule(Members);
        group.MapPost("/body", async (Body body, IServiceScopeFactory scopes) => await NameOf(scopes, body.MemberIds[0]) is null ? "no" : "yes").WithRule(Members);
        group.MapPost("/alone", async (Two body, AppDb db, IServiceScopeFactory scopes) =>
            !await db.Set<Estates.Places.Community>().AnyAsync(c => c.Id == body.CommunityId) || await NameOf(scopes, body.MemberId) is null ? Results.NotFound() : Results.NoContent()).WithRule(Members);
        group.MapPost("/name", async (Called body, IServiceScopeFactory scopes) => (await All(scopes)).Any(m => m.Name == body.Name) ? Results.Conflict() : Results.NoContent()).WithRule(Members);
        group.MapPost("/upload", async (HttpRequest request, IServiceScopeFactory scopes) => Guid.TryParse((await request.ReadFormAsync())["id"], out var id) && await NameOf(scopes, id) is not null ? "yes" : "no").WithRule(Members);
        group.MapPost("/silent/{id:guid}", (Guid id, IServiceScopeFactory scopes) => Suspend(scopes, id)).WithRule(Members);
        group.MapGet("/good/{id:guid}", async (Guid id, AppDb db) => await db.Set<Member>().AnyAsync(m => m.Id == id) ? Results.Ok() : Results.NotFound()).WithRule(Members);
    }

    sealed record Body(IReadOnlyList<Guid> MemberIds);

    sealed record Two(Guid CommunityId, Guid MemberId);

    sealed record Called(string Name);

    internal static async Task<string?> NameOf(IServiceScopeFactory scopes, Guid id) => (await All(scopes)).FirstOrDefault(m => m.Id == id)?.Name;

    static async Task<List<Member>> All(IServiceScopeFactory scopes)
    {
        List<Member> all = [];
        await Everywhere(scopes, async (db, _) => all.AddRange(await db.Set<Member>().AsNoTracking().ToListAsync()));
        return all;
    }

    static Task Suspend(IServiceScopeFactory scopes, Guid id) => Everywhere(scopes, async (db, host) =>
    {
        if (await db.Set<Member>().SingleOrDefaultAsync(m => m.Id == id) is not { Suspended: false } member) return;
        member.Suspend();
        await db.SaveChangesAsync();
        await host.Companies.Where(c => c.Id == member.TenantId).ExecuteUpdateAsync(u => u.SetProperty(c => c.Phone, "0"));
    });

    static async Task Everywhere(IServiceScopeFactory scopes, Func<AppDb, HostDb, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        foreach (var company in await host.Companies.Select(c => c.Id).ToListAsync())
        {
            await using var inside = await scope.ServiceProvider.GetRequiredService<ITenantScopeFactory>().Open(company, evenIfNotActive: true);
            await work(inside.Services.GetRequiredService<AppDb>(), host);
        }
    }

    static byte[] Packed(string text)
    {
        using var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("x").Open())) writer.Write(text);
        return file.ToArray();
    }
}

/// <summary>Asks nobody whose row it shows.</summary>
[Route("/forgetful/page/{Id:guid}"), OpenToMembers]
public sealed class ForgetfulPage : ComponentBase
{
    string? name;

    [Parameter] public Guid Id { get; set; }
    [Inject] IServiceScopeFactory Scopes { get; set; } = null!;

    protected override async Task OnInitializedAsync() => name = await Forgetful.NameOf(Scopes, Id);

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, name ?? "nobody");
}

/// <summary>A page with a form; what the form names may be anybody's.</summary>
public abstract class ForgetfulForm : ComponentBase
{
    string? name;

    [SupplyParameterFromForm(FormName = "whom")] public string? Whom { get; set; }
    [Inject] IServiceScopeFactory Scopes { get; set; } = null!;
    [Inject] AppDb Db { get; set; } = null!;

    protected abstract bool ShowsField { get; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "form");
        builder.AddAttribute(1, "method", "post");
        builder.AddAttribute(2, "onsubmit", EventCallback.Factory.Create(this, Submit));
        builder.AddNamedEvent("onsubmit", "whom");
        builder.OpenComponent<AntiforgeryToken>(3);
        builder.CloseComponent();
        if (ShowsField) builder.AddMarkupContent(4, $"<input type=\"hidden\" name=\"Whom\" value=\"{Db.Set<Member>().OrderBy(m => m.Id).Select(m => m.Id).First()}:1\" />");
        builder.AddContent(5, name);
        builder.CloseElement();
    }

    async Task Submit() => name = Guid.TryParse(Whom?.Split(':')[0], out var id) && await Forgetful.NameOf(Scopes, id) is not null ? "yes" : "no";
}

/// <summary>The field is drawn.</summary>
[Route("/forgetful/form"), OpenToMembers]
public sealed class ForgetfulDrawnForm : ForgetfulForm
{
    protected override bool ShowsField => true;
}

/// <summary>The field is only declared.</summary>
[Route("/forgetful/field"), OpenToMembers]
public sealed class ForgetfulDeclaredForm : ForgetfulForm
{
    protected override bool ShowsField => false;
}
