using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shouldly;

namespace Testing;

/// <summary>Pages the way a browser without script uses them: opened, and their forms sent with token and cookie.</summary>
public static partial class Pages
{
    /// <summary>What a form was answered with.</summary>
    /// <param name="Status">302 when it was taken.</param>
    /// <param name="Location">Where it leads then.</param>
    /// <param name="Html">The page otherwise, decoded.</param>
    public sealed record Answer(HttpStatusCode Status, string Location, string Html);

    /// <summary>The page, decoded.</summary>
    public static async Task<string> Page(this TestPerson person, string address)
    {
        var response = await person.Client.GetAsync(address);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {html}");
        return html;
    }

    /// <summary>Sends a form of the page.</summary>
    public static Task<Answer> Send(this TestPerson person, string address, string form, params (string Name, string Value)[] fields) =>
        person.Post(address, token => new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));

    /// <summary>Sends a form of the page that is taken.</summary>
    public static async Task<string> Submit(this TestPerson person, string address, string form, params (string Name, string Value)[] fields)
    {
        var answer = await person.Send(address, form, fields);
        answer.Status.ShouldBe(HttpStatusCode.Redirect, $"{form}: {answer.Html}");
        return answer.Location;
    }

    /// <summary>Sends a form of the page with a file.</summary>
    public static Task<Answer> SendFile(this TestPerson person, string address, string form, string field, string name, byte[] file, params (string Name, string Value)[] fields) =>
        person.Post(address, token =>
        {
            var content = new MultipartFormDataContent { { new StringContent(form), "_handler" }, { new StringContent(token), "__RequestVerificationToken" } };
            foreach (var (key, value) in fields) content.Add(new StringContent(value), key);
            var bytes = new ByteArrayContent(file);
            bytes.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Add(bytes, field, name);
            return content;
        });

    /// <summary>Where the address leads at once; empty when it shows a page.</summary>
    public static async Task<string> LeadsTo(this TestPerson person, string address)
    {
        using var client = person.Unled();
        return (await client.GetAsync(address)).Headers.Location?.ToString() ?? "";
    }

    // The host's own clients follow redirects, and lose the token on the way.
    static HttpClient Unled(this TestPerson person)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = person.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        return client;
    }

    static async Task<Answer> Post(this TestPerson person, string address, Func<string, HttpContent> content)
    {
        using var client = person.Unled();
        var opened = await client.GetAsync(address);
        var html = await opened.Content.ReadAsStringAsync();
        var token = Token().Match(html);
        token.Success.ShouldBeTrue($"{address} has no form: {html}");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content(token.Groups[1].Value) };
        request.Headers.Add("Cookie", opened.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, response.Headers.Location?.ToString() ?? "", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    internal static partial Regex Token();
}
