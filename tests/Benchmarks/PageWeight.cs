using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>
/// Bytes of a page and all its linked files, as they come over the wire to somebody who takes brotli: the bodies, without headers. Files are loaded
/// once, as a browser keeps them.
/// </summary>
sealed partial class PageWeight(HttpClient client)
{
    readonly HashSet<string> loaded = [];

    /// <summary>What was loaded so far: address, bytes and encoding.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Kilobytes that opening the page takes now.</summary>
    public async Task<double> Open(string page)
    {
        var address = new Uri(client.BaseAddress!, page);
        var (bytes, html) = await Load(address);
        var place = BaseOf().Match(html) is { Success: true } found ? new Uri(address, found.Groups[1].Value) : address;
        foreach (Match link in Link().Matches(html)) bytes += await Follow(new Uri(place, link.Groups[1].Value));
        return bytes / 1024.0;
    }

    async Task<int> Follow(Uri address)
    {
        if (!loaded.Add(address.GetLeftPart(UriPartial.Query))) return 0;
        var (bytes, text) = await Load(address);
        if (!address.AbsolutePath.EndsWith(".css", StringComparison.Ordinal) && !address.AbsolutePath.EndsWith(".js", StringComparison.Ordinal)) return bytes;
        foreach (Match inner in Inner().Matches(text)) bytes += await Follow(new Uri(address, inner.Groups[1].Value));
        return bytes;
    }

    async Task<(int Bytes, string Text)> Load(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        request.Headers.Accept.ParseAdd("text/html,*/*");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode is >= 300 and < 400)
        {
            var (more, text) = await Load(new Uri(address, answer.Headers.Location!));
            return (body.Length + more, text);
        }
        answer.EnsureSuccessStatusCode();
        var encoding = answer.Content.Headers.ContentEncoding.SingleOrDefault();
        Files.Add($"{address.AbsolutePath} {body.Length} {encoding ?? "plain"}");
        await using var raw = new MemoryStream(body);
        await using Stream plain = encoding switch { "br" => new BrotliStream(raw, CompressionMode.Decompress), "gzip" => new GZipStream(raw, CompressionMode.Decompress), _ => raw };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return (body.Length, await reader.ReadToEndAsync());
    }

    [GeneratedRegex("""<base href="([^"]+)""")]
    private static partial Regex BaseOf();

    // Style sheets, icons, scripts, pictures and sprites; not the links of the navigation.
    [GeneratedRegex("""<(?:link|script|img|use|source)\b[^>]*?\b(?:href|src)="([^"#]+)""")]
    private static partial Regex Link();

    [GeneratedRegex("""(?:url\(["']?|@import\s+["']|^\s*import\b[^"';]*["'])((?!data:)[^"')#]+)""", RegexOptions.Multiline)]
    private static partial Regex Inner();
}
