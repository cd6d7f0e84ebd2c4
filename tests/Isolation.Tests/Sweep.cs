using Microsoft.AspNetCore.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Web;
using Web.Access;

namespace Isolation.Tests;

/// <summary>Calls endpoints one by one, whatever they are, and says which let somebody through.</summary>
/// <param name="url">Root address of the node, ending in a slash.</param>
/// <param name="endpoints">All its endpoints.</param>
sealed partial class Sweep(string url, IEnumerable<Endpoint> endpoints)
{
    // The framework's own, closed by having no rule; nobody needs them.
    static readonly string[] Closed = ["Fallback {**path:file}", "Blazor Opaque Redirection"];

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 8 }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>An endpoint with one of its methods.</summary>
    internal sealed record Call(RouteEndpoint Endpoint, HttpMethod Method)
    {
        internal AccessRuleAttribute? Rule => Endpoint.Metadata.GetMetadata<AccessRuleAttribute>();
        internal bool IsPage => Endpoint.Metadata.GetMetadata<PageMarker>() is not null;
        internal string Name => $"{Method} {Endpoint.RoutePattern.RawText}";
        internal bool NeedsMembership => Rule is OpenToMembersAttribute or NeedsPermissionAttribute;
        /// <summary>Gets, and API calls of any method; pages are posted to with a form of their own.</summary>
        internal bool TakesIds => !IsPage || Method == HttpMethod.Get;
    }

    internal sealed record Answer(int Status, string Location, string Body, string Type);

    internal IReadOnlyList<Call> Calls { get; } =
    [
        .. endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !Closed.Contains(e.DisplayName))
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]).Select(m => new Call(e, HttpMethod.Parse(m)))),
    ];

    internal async Task<Answer> Send(Call call, string slug, string? token, Guid id, bool emptyBody = false)
    {
        using var request = new HttpRequestMessage(call.Method, url + slug + Requests.Address(call.Endpoint, id)) { Content = Requests.Content(call, id, emptyBody) };
        request.Headers.Accept.ParseAdd(call.IsPage ? "text/html" : "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        // A stream of events never ends; that it begins is all there is to know.
        var body = type == "text/event-stream" ? "" : Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        return new Answer((int)response.StatusCode, response.Headers.Location?.ToString() ?? "", body, type);
    }

    /// <summary>Runs a question over the calls and gathers the complaints.</summary>
    internal static async Task<IReadOnlyList<string>> Complaints(IEnumerable<Call> calls, Func<Call, Task<string?>> ask)
    {
        var complaints = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, _) =>
        {
            if (await ask(call) is { } complaint) complaints.Add($"{call.Name}: {complaint}");
        });
        return [.. complaints.Order(StringComparer.Ordinal)];
    }

    /// <summary>Anonymous people are sent to sign in.</summary>
    internal Task<IReadOnlyList<string>> LetsAnonymousIn(string slug) => Complaints(Calls.Where(c => c.Rule is not OpenToAllAttribute), async call =>
    {
        var answer = await Send(call, slug, token: null, Guid.NewGuid());
        return answer.Status == 401 || (answer.Status == 302 && answer.Location.Contains("/sign-in?", StringComparison.Ordinal)) ? null : $"answers {answer.Status} to nobody";
    });

    /// <summary>What <paramref name="pick"/> picks is refused with 403.</summary>
    internal Task<IReadOnlyList<string>> DoesNotRefuse(string slug, string token, Func<Call, bool> pick, string? code) => Complaints(Calls.Where(pick), async call =>
    {
        var answer = await Send(call, slug, token, Guid.NewGuid());
        if (answer.Status != 403) return $"answers {answer.Status}";
        return call.IsPage || code is null || answer.Body.Contains($"/problems/{code}", StringComparison.Ordinal) ? null : $"refuses otherwise: {answer.Body}";
    });

    /// <summary>Foreign ids are answered like ids of nothing, and nothing of the other company is in any answer.</summary>
    internal Task<IReadOnlyList<string>> TellsApart(string slug, string token, IReadOnlyList<Guid> ids, string? canary, Func<Call, bool> pick) => Complaints(Calls.Where(c => c.TakesIds && pick(c)), async call =>
    {
        foreach (var empty in Requests.HasJsonBody(call) ? new[] { true, false } : [false])
        {
            if (empty && !Requests.HasRouteId(call.Endpoint)) continue;
            var nothing = await Send(call, slug, token, Guid.NewGuid(), empty);
            if (nothing.Status is 401 or >= 500) return $"answers {nothing.Status} {nothing.Body}";
            foreach (var id in Requests.TakesId(call) ? ids : [])
            {
                var answer = await Send(call, slug, token, id, empty);
                if (canary is not null && answer.Body.Contains(canary, StringComparison.Ordinal)) return $"shows the other company with {id}";
                if (Same(answer, nothing)) continue;
                // What the calls before changed at home may have changed the answer, and lists go on after an id's time: an id of nothing from the same moment tells.
                nothing = await Send(call, slug, token, Twin(id), empty);
                if (!Same(answer, nothing)) return $"tells {id} from nothing: {answer.Status} {Plain(answer.Body)} | {nothing.Status} {Plain(nothing.Body)}";
            }
            if (canary is not null && nothing.Body.Contains(canary, StringComparison.Ordinal)) return "shows the other company";
        }
        return null;
    });

    /// <summary>A page's form without its token is refused.</summary>
    internal Task<IReadOnlyList<string>> TakesForgedForms(string slug, string token) => Complaints(Calls.Where(c => c.IsPage && c.Method == HttpMethod.Post), async call =>
    {
        var answer = await Send(call, slug, token, Guid.NewGuid());
        return answer.Status == 400 ? null : $"answers {answer.Status}";
    });

    // Version 7 ids begin with their time.
    static Guid Twin(Guid id)
    {
        var bytes = Guid.NewGuid().ToByteArray(bigEndian: true);
        id.ToByteArray(bigEndian: true).AsSpan(0, 8).CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    static bool Same(Answer one, Answer other) => one.Status == other.Status && Plain(one.Location) == Plain(other.Location) && Plain(one.Body) == Plain(other.Body);

    static string Plain(string body) => Changing().Replace(body, "#");

    // Ids, trace ids, form tokens, times and drawn numbers differ from answer to answer.
    [GeneratedRegex("""[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|"traceId":"[^"]*"|name="__RequestVerificationToken" value="[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+Z?|\b\d{1,2}:\d\d\b|\b[A-Z]+-\d{8}-\d+|[sp]\d{3,}-\d+""")]
    private static partial Regex Changing();
}
