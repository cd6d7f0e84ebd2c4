using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform.Tenancy;
using SkiaSharp;
using Web.Access;

namespace Web.Layouts;

/// <summary>The product's drawing in a company's accent, as the pictures that phones want for their home screens.</summary>
static class AppIcons
{
    /// <param name="Bleed">Fills the whole square: the phone cuts it to the shape it likes.</param>
    /// <param name="Scale">Of the drawing, so that no shape cuts into it.</param>
    internal sealed record Kind(int Side, bool Bleed = false, float Scale = 1);

    /// <summary>The one that iOS asks for.</summary>
    internal const string Apple = "180";

    internal static readonly IReadOnlyDictionary<string, Kind> Kinds = new Dictionary<string, Kind>(StringComparer.Ordinal)
    {
        [Apple] = new(180, Bleed: true),
        ["192"] = new(192),
        ["512"] = new(512),
        ["maskable"] = new(512, Bleed: true, Scale: .86f),
    };

    // A few kilobytes each; a company that tries many accents must not fill the memory.
    const int Most = 400;
    static readonly ConcurrentDictionary<(string Accent, string Kind), byte[]> Drawn = new();
    static readonly (float Side, float Round, string Path) Drawing = ReadDrawing();

    /// <summary>Where the picture is; another accent is another address, so that phones may keep it.</summary>
    internal static string Address(TenantInfo company, string kind) => $"icon-{kind}.png?c={company.Accent.TrimStart('#')}";

    internal static void Map(IEndpointRouteBuilder root) =>
        root.MapGet("/icon-{kind}.png", Show).WithRule(new OpenToAllAttribute()).ExcludeFromDescription();

    static Results<FileContentHttpResult, NotFound> Show(string kind, ICurrentTenant tenant, HttpContext context)
    {
        if (tenant.Info is not { } company || !Kinds.TryGetValue(kind, out var wanted)) return TypedResults.NotFound();
        if (Drawn.Count >= Most) Drawn.Clear();
        context.Response.Headers.CacheControl = "public, max-age=604800";
        return TypedResults.File(Drawn.GetOrAdd((company.Accent, kind), _ => Draw(wanted, company.Accent)), "image/png");
    }

    static byte[] Draw(Kind kind, string accent)
    {
        var size = kind.Side / Drawing.Side;
        using var bitmap = new SKBitmap(new SKImageInfo(kind.Side, kind.Side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        using var ground = new SKPaint { Color = SKColor.TryParse(accent, out var colour) ? colour : SKColors.Gray, IsAntialias = true };
        using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Clear(kind.Bleed ? ground.Color : SKColors.Transparent);
        if (!kind.Bleed) canvas.DrawRoundRect(0, 0, kind.Side, kind.Side, Drawing.Round * size, Drawing.Round * size, ground);
        canvas.Translate(kind.Side * (1 - kind.Scale) / 2, kind.Side * (1 - kind.Scale) / 2);
        canvas.Scale(size * kind.Scale);
        using var path = SKPath.ParseSvgPathData(Drawing.Path);
        canvas.DrawPath(path, ink);
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    // The same file that browsers show in their tabs.
    static (float Side, float Round, string Path) ReadDrawing()
    {
        using var file = typeof(AppIcons).Assembly.GetManifestResourceStream("favicon.svg")!;
        var parts = XDocument.Load(file).Root!.Elements().ToDictionary(e => e.Name.LocalName);
        float Of(string name) => float.Parse(parts["rect"].Attribute(name)!.Value, CultureInfo.InvariantCulture);
        return (Of("width"), Of("rx"), parts["path"].Attribute("d")!.Value);
    }
}
