using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Data;
using GatewaySimulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Notices.Tests;

/// <summary>How a person gives an address for mail, and that only a proven one gets any.</summary>
public sealed partial class MailAddressTests
{
    const string Address = "lin@linli.test";

    [Fact]
    public async Task An_address_proven_by_a_code_gets_mail_and_a_removed_one_none()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");
        var none = await lab.Post([person]);
        (await Ask(person, "lin@LINLI.test")).EnsureSuccessStatusCode();
        await Lab.Linger();
        (await lab.Of(none)).ShouldBeEmpty();
        (await lab.Of(await lab.Post([person]))).ShouldBeEmpty("asking for a code proves nothing");

        (await Prove(person, Address, Code(lab))).EnsureSuccessStatusCode();
        (await Read(person)).ShouldBe(Address);
        (await lab.Sent(await lab.Post([person]))).Single().Channel.ShouldBe(Channels.Channel.Mail);
        (await person.Client.DeleteAsync("api/v1/account/mail")).EnsureSuccessStatusCode();
        (await Read(person)).ShouldBeNull();
        var later = await lab.Post([person]);
        await Lab.Linger();
        (await lab.Of(later)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_leads_from_the_address_to_the_proof_and_back()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");
        (await person.Send("me", "mail", ("Input.Address", "no address"), ("Input.Act", "next"))).Html.ShouldContain("请填写完整的邮箱地址");
        var sent = await person.Send("me", "mail", ("Input.Address", Address), ("Input.Act", "next"));
        sent.Html.ShouldContain($"验证码已发到 {Address}");
        sent.Html.ShouldContain($"value=\"{Address}\"");
        (await person.Send("me", "mail", ("Input.Address", Address), ("Input.Code", Wrong(Code(lab))), ("Input.Act", "next"))).Html.ShouldContain("验证码不对或已过期");
        (await person.Submit("me", "mail", ("Input.Address", Address), ("Input.Code", Code(lab)), ("Input.Act", "next"))).ShouldContain("mail=proven");

        var page = await person.Page("me?mail=proven");
        page.ShouldContain("邮箱已确认");
        page.ShouldContain($"<b>{Address}</b>");
        (await person.Submit("me", "mail", ("Input.Act", "remove"))).ShouldContain("mail=removed");
        (await person.Page("me")).ShouldNotContain(Address);
        (await person.Page("me/notices")).ShouldContain("href=\"me#mail\"");
    }

    [Fact]
    public async Task A_code_is_worth_something_to_its_account_for_its_address_once_and_for_ten_minutes()
    {
        await using var lab = await Lab.New();
        var (person, other) = (await lab.Company.Person("林静怡"), await lab.Company.Person("旁人"));
        (await Ask(person, Address)).EnsureSuccessStatusCode();
        var code = Code(lab);

        await (await Prove(other, Address, code)).ShouldBeProblem(422, "accounts/bad-code");
        await (await Prove(person, "another@linli.test", code)).ShouldBeProblem(422, "accounts/bad-code");
        await (await Prove(person, Address, Wrong(code))).ShouldBeProblem(422, "accounts/bad-code");
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(10.1);
        await (await Prove(person, Address, code)).ShouldBeProblem(422, "accounts/bad-code");
        (await Read(person)).ShouldBeNull();

        (await Ask(person, Address)).EnsureSuccessStatusCode();
        (await Prove(person, Address, Code(lab))).EnsureSuccessStatusCode();
        (await person.Client.DeleteAsync("api/v1/account/mail")).EnsureSuccessStatusCode();
        await (await Prove(person, Address, Code(lab))).ShouldBeProblem(422, "accounts/bad-code");
    }

    [Fact]
    public async Task Five_wrong_guesses_spoil_a_code()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");
        (await Ask(person, Address)).EnsureSuccessStatusCode();
        for (var i = 0; i < 5; i++) await (await Prove(person, Address, Wrong(Code(lab)))).ShouldBeProblem(422, "accounts/bad-code");

        await (await Prove(person, Address, Code(lab))).ShouldBeProblem(422, "accounts/bad-code");
        (await Read(person)).ShouldBeNull();
    }

    [Fact]
    public async Task Pressing_twice_sends_one_code_and_proves_once()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");

        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Ask(person, Address)));
        asked.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        foreach (var late in asked.Where(a => !a.IsSuccessStatusCode)) await late.ShouldBeProblem(422, "accounts/too-soon");
        lab.Mailbox.All.Count.ShouldBe(1);
        (await Prove(person, Address, Code(lab))).EnsureSuccessStatusCode();
        (await Prove(person, Address, Code(lab))).EnsureSuccessStatusCode();
        (await Kept(lab, person)).ShouldBe((Address, true));
    }

    [Fact]
    public async Task Ten_codes_a_day_are_enough()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");
        for (var i = 0; i < 10; i++, lab.Host.Clock.Shift += TimeSpan.FromMinutes(1.1)) (await Ask(person, $"lin{i}@linli.test")).EnsureSuccessStatusCode();

        await (await Ask(person, Address)).ShouldBeProblem(422, "accounts/too-many");
        lab.Mailbox.All.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Nothing_tells_whether_another_account_has_the_address()
    {
        await using var lab = await Lab.New();
        var (first, second) = (await lab.Company.Person("林静怡"), await lab.Company.Person("陈志远"));
        foreach (var person in new[] { first, second })
        {
            (await Ask(person, Address)).EnsureSuccessStatusCode();
            (await Prove(person, Address, Code(lab))).EnsureSuccessStatusCode();
        }

        (await Read(first), await Read(second)).ShouldBe((Address, Address));
        (await lab.Sent(await lab.Post([first, second]), 2)).Select(d => d.AccountId).ShouldBe([first.AccountId, second.AccountId], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lin")]
    [InlineData("lin@")]
    [InlineData("lin@localhost")]
    [InlineData("lin@127.0.0.1")]
    [InlineData("Lin <lin@linli.test>")]
    [InlineData("lin@linli.test, other@linli.test")]
    [InlineData("lin@linli.test\r\nBcc: other@linli.test")]
    [InlineData("\"lin other\"@linli.test")]
    [InlineData("林@linli.test")]
    public async Task What_is_no_address_is_refused_with_a_sentence(string address)
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");

        await (await Ask(person, address)).ShouldBeProblem(400, "accounts/bad-mail");
        lab.Mailbox.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_takes_nothing_is_told_of_in_words()
    {
        await using var lab = await Lab.New();
        var person = await lab.Company.Person("林静怡");
        await (await Ask(person, "nobody@linli.test")).ShouldBeProblem(422, "accounts/mail-refused");
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(1.1);
        lab.Order(new(Refuse: 1));
        await (await Ask(person, Address)).ShouldBeProblem(422, "accounts/mail-not-sent");
        lab.Host.Clock.Shift += TimeSpan.FromMinutes(1.1);
        lab.Order(new(Lose: 1));

        await (await Ask(person, Address)).ShouldBeProblem(422, "accounts/mail-not-sent");
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_does_not_ask_for_an_address()
    {
        var person = await (await TestCompany.New()).Person("林静怡");

        (await person.Page("me")).ShouldNotContain("邮箱");
        await (await Ask(person, Address)).ShouldBeProblem(422, "accounts/no-mail");
        await (await TestHost.Default.Anonymous.Post("api/v1/account/mail/codes", new { address = Address })).ShouldBeProblem(401, "sign-in");
    }

    static Task<HttpResponseMessage> Ask(TestPerson person, string address) => person.Client.Post("api/v1/account/mail/codes", new { address });

    static Task<HttpResponseMessage> Prove(TestPerson person, string address, string code) => person.Client.PutAsJsonAsync("api/v1/account/mail", new { address, code });

    static async Task<string?> Read(TestPerson person) => (await person.Client.GetJson("api/v1/account/mail")).GetProperty("address").GetString();

    static async Task<(string?, bool)> Kept(Lab lab, TestPerson person)
    {
        await using var scope = lab.Host.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<HostDb>().Users.AsNoTracking().SingleAsync(u => u.Id == person.AccountId);
        return (kept.Email, kept.EmailConfirmed);
    }

    static string Code(Lab lab) => Six().Match(lab.Mailbox.All[^1].Text).Value;

    static string Wrong(string code) => code[..5] + (code[5] == '0' ? '1' : '0');

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Six();
}
