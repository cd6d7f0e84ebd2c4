using System.Text;
using System.Text.Json;
using Shouldly;

namespace Testing;

/// <summary>Sentences about responses.</summary>
public static class Http
{
    /// <summary>Posts JSON.</summary>
    public static Task<HttpResponseMessage> Post(this HttpClient client, string address, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    /// <summary>Gets JSON; anything but success fails with what came back.</summary>
    public static async Task<JsonElement> GetJson(this HttpClient client, string address) => await (await client.GetAsync(address)).ShouldBeOk();

    /// <summary>The body of a success.</summary>
    public static async Task<JsonElement> ShouldBeOk(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>The id of what was made.</summary>
    public static async Task<Guid> ShouldBeMade(this HttpResponseMessage response)
    {
        var body = await response.ShouldBeOk();
        ((int)response.StatusCode).ShouldBe(201);
        return body.GetProperty("id").GetGuid();
    }

    /// <summary>A problem of that status and code, as <c>application/problem+json</c>, with a sentence and a trace id.</summary>
    public static async Task ShouldBeProblem(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("/problems/" + code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrWhiteSpace();
    }
}
