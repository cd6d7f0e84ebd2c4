using System.Net;
using Shouldly;

namespace Testing;

/// <summary>A browser in a company that nobody signed in to, with its cookies.</summary>
public sealed class Guest(TestCompany company) : IDisposable
{
    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"{company.Host.Url}{company.Slug}/") };

    /// <summary>The answer to an address.</summary>
    public async Task<(HttpStatusCode Status, string Html)> Open(string address)
    {
        using var answer = await client.GetAsync(address);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Sends a form of the page, with a file under <c>Upload</c> when there is one.</summary>
    public async Task<(HttpStatusCode Status, string Html)> Send(string address, string form, byte[]? file, params (string Name, string Value)[] fields)
    {
        var token = Pages.Token().Match((await Open(address)).Html);
        token.Success.ShouldBeTrue($"{address} has no form");
        using var content = new MultipartFormDataContent { { new StringContent(form), "_handler" }, { new StringContent(token.Groups[1].Value), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        if (file is not null) content.Add(new ByteArrayContent(file), "Upload", "photo.jpg");
        using var answer = await client.PostAsync(address, content);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Sends a form that is taken.</summary>
    public async Task Submit(string address, string form, params (string Name, string Value)[] fields)
    {
        var answer = await Send(address, form, null, fields);
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Html);
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();
}
