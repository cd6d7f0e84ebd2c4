using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using System.Text.RegularExpressions;

namespace Platform.Tests;

public sealed partial class SignInTests
{
    readonly HttpClient anonymous = TestHost.Default.Anonymous;

    [Fact]
    public async Task A_phone_proven_by_code_gets_an_account_and_signs_in_with_its_password()
    {
        const string phone = "13800001001";

        (await anonymous.Post("api/v1/codes", new { phone })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await anonymous.Post("api/v1/accounts", new { phone, code = await LastCode(phone), name = "林静怡", password = "linli-2026" })).EnsureSuccessStatusCode();
        var session = await (await anonymous.Post("api/v1/sessions", new { phone = "+86 138-0000-1001", password = "linli-2026" })).ShouldBeOk();

        session.GetProperty("accessToken").GetString().ShouldNotBeNullOrEmpty();
        session.GetProperty("name").GetString().ShouldBe("林静怡");
        await (await anonymous.Post("api/v1/codes", new { phone })).ShouldBeProblem(422, "accounts/too-soon");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_phone_get_the_same_answer()
    {
        await (await anonymous.Post("api/v1/sessions", new { phone = "13800001002", password = "x" })).ShouldBeProblem(422, "accounts/bad-sign-in");
        await (await anonymous.Post("api/v1/sessions", new { phone = "123", password = "x" })).ShouldBeProblem(400, "accounts/bad-phone");
        await (await anonymous.PostAsync("api/v1/sessions", new StringContent("{\"phone\":", null, "application/json"))).ShouldBeProblem(400, "malformed");
    }

    [Fact]
    public async Task Codes_asked_for_at_the_same_moment_are_one()
    {
        const string phone = "13800001009";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => anonymous.Post("api/v1/codes", new { phone })));

        answers.Count(a => a.StatusCode == System.Net.HttpStatusCode.NoContent).ShouldBe(1);
        await using var scope = TestHost.Default.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HostDb>().SentSms.CountAsync(s => s.Phone == phone)).ShouldBe(1);
    }

    static async Task<string> LastCode(string phone)
    {
        await using var scope = TestHost.Default.Services.CreateAsyncScope();
        var text = await scope.ServiceProvider.GetRequiredService<HostDb>().SentSms.Where(s => s.Phone == phone).OrderByDescending(s => s.Id).Select(s => s.Text).FirstAsync();
        return Six().Match(text).Value;
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Six();
}
