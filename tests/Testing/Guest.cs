using System.Net;
using Shouldly;

namespace Testing;

/// <summary>A browser in a company that nobody signed in to, with its cookies.</summary>
public sealed class Guest(TestCompany company) : IDisposable
{
    readonly CookieContainer jar = new();
    HttpClient? browser;
    HttpClient client => browser ??= new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = new Uri($"{company.Host.Url}{company.Slug}/") };

    /// <summary>What its next request would carry, for those who write one by hand.</summary>
    public string Cookies => jar.GetCookieHeader(client.BaseAddress!);

    /// <summary>The answer to an address.</summary>
    public async Task<(HttpStatusCode Status, string Html)> Open(string address)
    {
        using var answer = await client.GetAsync(address);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Sends a form of the page, with a file under <c>Upload</c> when there is one.</summary>
    public Task<(HttpStatusCode Status, string Html)> Send(string address, string form, byte[]? file, params (string Name, string Value)[] fields) => Send(address, form, file, "Upload", fields);

    /// <summary>Sends a form of the page with a file under that name.</summary>
    public async Task<(HttpStatusCode Status, string Html)> Send(string address, string form, byte[]? file, string under, params (string Name, string Value)[] fields)
    {
        var token = Pages.Token().Match((await Open(address)).Html);
        token.Success.ShouldBeTrue($"{address} has no form");
        return await Post(address, form, token.Groups[1].Value, file, under, fields);
    }

    /// <summary>Sends a form whose token no longer fits.</summary>
    public async Task<(HttpStatusCode Status, string Html)> SendStale(string address, string form, params (string Name, string Value)[] fields)
    {
        await Open(address);
        return await Post(address, form, "CfDJ8" + new string('A', 100), null, "Upload", fields);
    }

    async Task<(HttpStatusCode Status, string Html)> Post(string address, string form, string token, byte[]? file, string under, (string Name, string Value)[] fields)
    {
        using var content = new MultipartFormDataContent { { new StringContent(form), "_handler" }, { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        if (file is not null) content.Add(new ByteArrayContent(file), under, "photo.jpg");
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
    public void Dispose() => browser?.Dispose();
}
