using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Web.Http;

namespace Platform.Tests;

/// <summary>A form whose token no longer fits is shown again, filled in; nothing is done.</summary>
public sealed class StaleFormTests
{
    static readonly TestHost Host = TestHost.Default;

    [Fact]
    public async Task What_was_typed_stands_in_the_form_again_and_secrets_do_not()
    {
        var account = await Host.WithPassword((await (await TestCompany.New()).NewAccount("林静怡")).Id);
        var (one, other) = (Host.Browser(), Host.Browser());
        var token = await other.FormToken("sign-in");
        await one.GetAsync("sign-in");

        var answer = await one.PostAsync("sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = token,
            ["Input.Phone"] = account.UserName!,
            ["Input.Password"] = Given.Password,
            ["Input.Act"] = "in",
        }));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("页面放得久了，没有提交上去");
        html.ShouldContain($"value=\"{account.UserName}\"");
        html.ShouldNotContain(Given.Password);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(c => c.StartsWith("linli=", StringComparison.Ordinal));
        (await one.GetAsync("account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public void Every_page_that_shows_stale_forms_asks_about_them_before_each_of_its_handlers()
    {
        var pages = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(e => e.Metadata.GetMetadata<ShowsStaleFormsAttribute>() is not null)
            .Select(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>()!.Type).Distinct().ToList();
        pages.Count.ShouldBeGreaterThanOrEqualTo(4);

        foreach (var page in pages)
        {
            var source = File.ReadAllText(Directory.EnumerateFiles(Repository.Path("."), page.Name + ".razor", SearchOption.AllDirectories).Single());
            var handlers = System.Text.RegularExpressions.Regex.Matches(source, "@onsubmit=\"(\\w+)\"").Select(m => m.Groups[1].Value).ToList();
            handlers.ShouldNotBeEmpty(page.Name);
            foreach (var handler in handlers)
            {
                var body = source[source.IndexOf($"Task {handler}()", StringComparison.Ordinal)..];
                body[..body.IndexOf("\n    }", StringComparison.Ordinal)].ShouldContain("StaleForms.Refusal", customMessage: $"{page.Name}.{handler}");
            }
        }
    }
}
