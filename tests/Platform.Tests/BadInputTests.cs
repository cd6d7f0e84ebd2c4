using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;

namespace Platform.Tests;

public sealed class BadInputTests
{
    readonly HttpClient anonymous = TestHost.Default.Anonymous;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"phone\":")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("{\"phone\":{\"a\":1}}")]
    [InlineData("{\"phone\":\"\\ud800\"}")]
    public async Task Json_that_cannot_be_read_is_a_problem(string body) => await (await Send(body)).ShouldBeProblem(400, "malformed");

    [Fact]
    public async Task The_place_of_the_mistake_is_named()
    {
        var response = await Send("{\"phone\":5}");

        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!.ShouldContain("$.phone");
    }

    [Fact]
    public async Task Json_nested_a_thousand_deep_is_a_problem() =>
        await (await Send("{\"phone\":" + new string('[', 1000) + new string(']', 1000) + "}")).ShouldBeProblem(400, "malformed");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Another_content_type_is_a_problem(string type) => await (await Send("{}", type)).ShouldBeProblem(415, "status-415");

    [Fact]
    public async Task Twenty_megabytes_are_refused_before_they_are_sent()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/sessions") { Content = new ByteArrayContent(new byte[20 * 1024 * 1024]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;

        await (await anonymous.SendAsync(request)).ShouldBeProblem(413, "too-large");
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_cut_off_at_the_limit()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/sessions") { Content = new StringContent("{\"phone\":\"" + new string('1', 300 * 1024) + "\"}", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;

        await (await anonymous.SendAsync(request)).ShouldBeProblem(413, "too-large");
    }

    [Theory]
    [InlineData("GET", "api/v1/no-such-thing", 404)]
    [InlineData("DELETE", "api/v1/sessions", 405)]
    public async Task Addresses_and_methods_that_are_not_there_are_problems(string method, string address, int status) =>
        await (await anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(method), address))).ShouldBeProblem(status, "status-" + status);

    [Theory]
    [InlineData("api/v1/attachments/1")]
    [InlineData("api/v1/attachments/not-an-id")]
    [InlineData("api/v1/attachments/..%2f..%2fhost.db")]
    public async Task An_id_that_is_none_is_not_found(string address)
    {
        var member = await (await TestCompany.New()).Person("林静怡");

        (await member.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task People_get_a_page_and_programs_a_problem()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "no-such-page");
        request.Headers.Accept.ParseAdd("text/html");

        var response = await anonymous.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        await (await anonymous.GetAsync("no-such-page")).ShouldBeProblem(404, "status-404");
    }

    [Fact]
    public async Task A_program_that_asks_for_a_page_is_refused_by_a_problem_all_the_same()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/no-such-thing");
        request.Headers.Accept.ParseAdd("text/html");

        await (await anonymous.SendAsync(request)).ShouldBeProblem(404, "status-404");
    }

    Task<HttpResponseMessage> Send(string body, string type = "application/json") => anonymous.PostAsync("api/v1/sessions", new StringContent(body, Encoding.UTF8, type));

    [Theory]
    [InlineData("PUT", "members/{0}", """{"version":1,"areas":[null]}""")]
    [InlineData("PUT", "staff/{0}/shifts", """{"from":"2026-11-25","until":"2026-11-30","pattern":[null]}""")]
    [InlineData("PUT", "settings/calendar", """{"version":0,"workingDays":["monday"],"hours":[null],"holidays":[],"makeUpDays":[]}""")]
    [InlineData("POST", "roles", """{"name":"a\u0000b"}""")]
    [InlineData("POST", "tickets/{0}/work", """{"kind":99,"text":"x"}""")]
    [InlineData("GET", "tickets?q=%00", null)]
    [InlineData("GET", "units?text=%00", null)]
    public async Task Holes_in_lists_the_character_nul_and_enums_as_numbers_are_malformed(string method, string address, string? body)
    {
        var company = await TestCompany.New();
        var person = await company.Person("全能", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), "api/v1/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Guid.NewGuid()));
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        await (await person.Client.SendAsync(request)).ShouldBeProblem(400, "malformed");
    }

    [Theory]
    [InlineData("客\u202E服", "客服")]
    [InlineData("\u200B\u2066值班经理\u2069\uFEFF", "值班经理")]
    [InlineData("客\u00AD服\u3164", "客服")]
    [InlineData("维修 \U0001F469\u200D\U0001F527", "维修 \U0001F469\u200D\U0001F527")]
    [InlineData("李\u200D四", "李四")]
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F527 \u2764\uFE0F\u200D\U0001F525", "\U0001F469\U0001F3FD\u200D\U0001F527 \u2764\uFE0F\u200D\U0001F525")]
    public async Task What_nobody_sees_is_taken_out_of_what_is_sent(string sent, string kept)
    {
        var company = await TestCompany.New();
        var boss = await company.Person("管理员", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);

        await (await boss.Client.Post("api/v1/roles", new { name = sent })).ShouldBeMade();
        await boss.Submit("settings/roles", "new", ("Form.Name", sent + "二"));

        var names = await company.Read(db => Task.FromResult(db.Set<Role>().Select(r => r.Name).ToList()));
        names.ShouldContain(kept);
        names.ShouldContain(kept + "二");
    }

    [Fact]
    public async Task A_name_of_which_nothing_can_be_seen_is_no_name()
    {
        var company = await TestCompany.New();
        var boss = await company.Person("管理员", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);

        ((int)(await boss.Client.Post("api/v1/roles", new { name = "\u200B\u3164\u202E" })).StatusCode).ShouldBe(400);
        (await company.Read(db => Task.FromResult(db.Set<Role>().Count()))).ShouldBe(1);
    }

    [Theory]
    [InlineData("desk/tickets?community=zz")]
    [InlineData("staff?after=zz")]
    [InlineData("settings/members?after=zz")]
    public async Task A_page_with_a_nonsense_address_is_no_failure_of_ours(string address)
    {
        var company = await TestCompany.New();
        var person = await company.Person("全能", [.. company.Host.Services.GetRequiredService<PermissionList>().All.Select(p => (p.Name, p.Scopes.Max()))]);

        (await person.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
