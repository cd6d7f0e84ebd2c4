using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Web;
using Web.Access;

namespace Isolation.Tests;

/// <summary>Who calls: at which company, with which token, and like a browser that keeps its form cookie.</summary>
/// <param name="slug">The company.</param>
/// <param name="token">Bearer token; null for nobody.</param>
sealed class Caller(string slug, string? token)
{
    internal string Slug => slug;
    internal string? Token => token;
    internal string? FormCookie { get; set; }

    /// <summary>The same person in another browser.</summary>
    internal Caller Again() => new(slug, token);
}

/// <summary>What a caller must not get hold of, and how to ask for it.</summary>
/// <param name="Stock">Whose it is.</param>
/// <param name="Hidden">Ids that may be in no answer unless they were sent.</param>
/// <param name="Canary">A word that may be in no answer unless it was sent.</param>
/// <param name="Words">Words by which something may be found.</param>
sealed record Foreign(Stock Stock, IReadOnlySet<Guid> Hidden, string? Canary, IReadOnlyList<Word> Words)
{
    /// <summary>A random word for each of <see cref="Words"/>, always the same: what is written twice may already be there, whoever thought of it.</summary>
    internal ConcurrentDictionary<string, string> Twins { get; } = new(StringComparer.Ordinal);

    /// <summary>What was said in two requests or may have been written down by others before.</summary>
    internal IReadOnlyList<string> Said(string one, string other) => [one, other, .. Twins.Keys, .. Twins.Values];

    /// <summary>Another company's.</summary>
    internal static Foreign Of(Stock stock, Stock home) => new(stock, stock.All, stock.Canary, stock.WordsBeyond(home));

    /// <summary>The very company's, asked for by somebody who may have nothing of it.</summary>
    internal static Foreign Closed(Stock stock) => new(stock.Some(8), new HashSet<Guid>(), null, [.. stock.Words.DistinctBy(w => w.Table)]);
}

/// <summary>Calls endpoints one by one, whatever they are, and says which let somebody through.</summary>
/// <param name="url">Root address of the node, ending in a slash.</param>
/// <param name="endpoints">All its endpoints.</param>
sealed partial class Sweep(string url, IEnumerable<Endpoint> endpoints)
{
    // The framework's own, closed by having no rule; nobody needs them.
    static readonly string[] Closed = ["Fallback {**path:file}", "Blazor Opaque Redirection"];
    static readonly Dictionary<Slot, string> AtHome = [];

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 8 }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>An endpoint with one of its methods.</summary>
    internal sealed record Call(RouteEndpoint Endpoint, HttpMethod Method)
    {
        internal AccessRuleAttribute? Rule => Endpoint.Metadata.GetMetadata<AccessRuleAttribute>();
        internal bool IsPage => Endpoint.Metadata.GetMetadata<PageMarker>() is not null;
        internal string Name => $"{Method} {Endpoint.RoutePattern.RawText}";
        internal bool NeedsMembership => Rule is OpenToMembersAttribute or NeedsPermissionAttribute;
        /// <summary>Changes nothing by itself.</summary>
        internal bool Reads => Method == HttpMethod.Get || Method == HttpMethod.Head;
    }

    internal sealed record Answer(int Status, string Location, string Body, string Type)
    {
        internal bool AsksToSignIn => Status == 401 || (Status == 302 && Location.Contains("/sign-in?", StringComparison.Ordinal));
    }

    internal IReadOnlyList<Call> Calls { get; } =
    [
        .. endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !Closed.Contains(e.DisplayName))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]).Select(m => new Call(e, HttpMethod.Parse(m)))),
    ];

    internal Task<Answer> Send(Caller who, Draft draft) => Send(who, draft, AtHome, 1);

    // Two of our own requests may meet over one name; what fails twice is wrong.
    async Task<Answer> Send(Caller who, Draft draft, IReadOnlyDictionary<Slot, string> other, int version) =>
        await SendOnce(who, draft, other, version) is { Status: < 500 } answer ? answer : await SendOnce(who, draft, other, version);

    async Task<Answer> SendOnce(Caller who, Draft draft, IReadOnlyDictionary<Slot, string> other, int version)
    {
        using var request = draft.Write(url + who.Slug, other, version);
        request.Headers.Accept.ParseAdd(draft.Call.IsPage ? "text/html" : "application/json");
        if (who.Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        if (who.FormCookie is { } cookie) request.Headers.Add("Cookie", cookie);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (who.FormCookie is null && response.Headers.TryGetValues("Set-Cookie", out var set)) who.FormCookie = set.FirstOrDefault(c => c.StartsWith("linli-form=", StringComparison.Ordinal))?.Split(';')[0];
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        // A stream of events never ends; that it begins is all there is to know.
        var body = type == "text/event-stream" ? "" : Text(await response.Content.ReadAsByteArrayAsync());
        return new Answer((int)response.StatusCode, response.Headers.Location?.ToString() ?? "", body, type);
    }

    // Sheets are packed; what is in them is looked at like any other answer.
    static string Text(byte[] body)
    {
        if (body is not [(byte)'P', (byte)'K', 3, 4, ..]) return Encoding.UTF8.GetString(body);
        using var zip = new ZipArchive(new MemoryStream(body));
        var text = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            text.Append(entry.FullName).Append('\n').Append(reader.ReadToEnd()).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Files that a caller can download, packed or not.</summary>
    internal async Task<IReadOnlyList<byte[]>> Downloads(Caller who)
    {
        var files = new List<byte[]>();
        foreach (var call in Calls.Where(c => c.Reads && !c.IsPage && c.NeedsMembership))
        {
            var draft = Requests.Of(call);
            if (draft.Slots.Any(s => s.InRoute)) continue;
            using var request = draft.Write(url + who.Slug, AtHome, 1);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is { } type && !type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("json", StringComparison.Ordinal))
                files.Add(await response.Content.ReadAsByteArrayAsync());
        }
        return files;
    }

    /// <summary>Runs a question over the calls and gathers the complaints.</summary>
    internal static async Task<IReadOnlyList<string>> Complaints(IEnumerable<Call> calls, Func<Call, Task<string?>> ask, int atOnce = 4)
    {
        var complaints = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (call, _) =>
        {
            if (await ask(call) is { } complaint) complaints.Add($"{call.Name}: {complaint}");
        });
        return [.. complaints.Order(StringComparer.Ordinal)];
    }

    /// <summary>Anonymous people are sent to sign in.</summary>
    internal Task<IReadOnlyList<string>> LetsAnonymousIn(string slug) => Complaints(Calls.Where(c => c.Rule is not (OpenToAllAttribute or OpenToGuestsAttribute)), async call =>
        await Send(new(slug, null), Requests.Of(call)) is { AsksToSignIn: false } answer ? $"answers {answer.Status} to nobody" : null);

    /// <summary>What <paramref name="pick"/> picks is refused with 403.</summary>
    internal Task<IReadOnlyList<string>> DoesNotRefuse(Caller who, Func<Call, bool> pick, string? code) => Complaints(Calls.Where(pick), async call =>
    {
        var answer = await Send(who, Requests.Of(call));
        if (answer.Status != 403) return $"answers {answer.Status}";
        return call.IsPage || code is null || answer.Body.Contains($"/problems/{code}", StringComparison.Ordinal) ? null : $"refuses otherwise: {answer.Body}";
    });

    /// <summary>A page's form without its token is refused.</summary>
    internal Task<IReadOnlyList<string>> TakesForgedForms(Caller who) => Complaints(Calls.Where(c => c.IsPage && c.Method == HttpMethod.Post), async call =>
    {
        var answer = await Send(who, Requests.Of(call));
        return answer.Status == 400 ? null : $"answers {answer.Status}";
    });

    /// <summary>What was sent, written so that it does not count as shown.</summary>
    static string Without(string body, IEnumerable<string> sent)
    {
        foreach (var text in sent.Where(s => s.Length > 3)) body = body.Replace(text, "#", StringComparison.OrdinalIgnoreCase);
        return body;
    }

    // Version 7 ids begin with their time.
    static string Twin(Guid id)
    {
        var bytes = Guid.NewGuid().ToByteArray(bigEndian: true);
        id.ToByteArray(bigEndian: true).AsSpan(0, 8).CopyTo(bytes);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    // The same kinds of characters; phones keep their beginning.
    static string Twin(string word) => string.Concat(word.Select((c, i) => i == 0 || (i < 3 && char.IsAsciiDigit(word[0])) ? c
        : char.IsAsciiDigit(c) ? (char)('0' + Random.Shared.Next(10)) : char.IsAsciiLetterLower(c) ? (char)('a' + Random.Shared.Next(26)) : c));

    // Where a redirect leads is what counts; the page that a form leaves behind is seen by nobody, though looked through for the canary.
    static bool Same(Answer one, Answer other, IReadOnlyList<string> said) =>
        one.Status == other.Status && Plain(one.Location, said) == Plain(other.Location, said) && (one.Status is >= 300 and < 400 || one.Body == other.Body || Plain(one.Body, said) == Plain(other.Body, said));

    static string Plain(string body, IEnumerable<string> sent) => Changing().Replace(Without(body, sent), "#");

    static string Brief(Answer answer, Answer other, IReadOnlyList<string> said)
    {
        var (mine, theirs) = (Plain(answer.Body, said), Plain(other.Body, said));
        var at = mine.Zip(theirs).TakeWhile(p => p.First == p.Second).Count();
        string Near(string text) => text[Math.Clamp(at - 60, 0, text.Length)..Math.Min(text.Length, at + 160)];
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Location} {Near(mine)} | {other.Status} {other.Location} {Near(theirs)}");
    }

    // Ids, trace ids, form tokens, times and drawn numbers differ from answer to answer.
    [GeneratedRegex("""[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|"traceId":"[^"]*"|name="__RequestVerificationToken" value="[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+Z?|\b\d{1,2}:\d\d\b|\b[A-Z]+-\d{8}-\d+|[sp]\d{3,}-\d+|\b138\d{8}\b|\bk[0-9a-f]{10}\b|\b97\d{6}\b|class="count"[^>]*>\d+|消息，\d+ 条|live\?since=\d+|opaque-redirect\?url=[^"]*""")]
    private static partial Regex Changing();

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")]
    private static partial Regex Ids();
}
