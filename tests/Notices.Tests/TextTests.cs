using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;
using Tenants.Contracts;

namespace Notices.Tests;

public sealed class TextTests
{
    [Fact]
    public async Task The_companys_own_words_are_used_in_the_inbox_and_outside_each_in_the_readers_language()
    {
        await using var lab = await Lab.New();
        var boss = await lab.Company.Person("经理", ("notices.settings", DataScope.All));
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh = "【{company}】{place} 的 {title}，{person} 会在 {time} 前到", version = 0 })).EnsureSuccessStatusCode();
        var (chinese, english) = (await lab.Reader(sms: true), await lab.Reader(sms: true, language: "en"));
        await lab.Sent(await lab.Post([chinese, english]), 2);

        var said = lab.Mailbox.All.ToDictionary(r => r.To, r => r.Text.Split(" https")[0]);
        said[chinese.Phone].ShouldBe("【测试物业】3-1102 的 水槽漏水，周建国 会在 14:30 前到");
        said[english.Phone].ShouldBe("水槽漏水: 周建国 has accepted and expects to arrive by 14:30.", "no English words of the company's own");
        (await chinese.Client.GetJson("api/v1/notices")).GetProperty("items")[0].GetProperty("text").GetString().ShouldBe(said[chinese.Phone]);
    }

    [Theory]
    [InlineData("{phone} 已接单")]
    [InlineData("{reason}")]
    [InlineData("{} 已接单")]
    [InlineData("{title 已接单")]
    [InlineData("title} 已接单")]
    [InlineData("<b>{title}</b>")]
    [InlineData("{title}\n已接单")]
    public async Task Words_that_could_say_something_else_are_refused(string zh)
    {
        var company = await TestCompany.New();
        var boss = await company.Person("经理", ("notices.settings", DataScope.All));

        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh, version = 0 })).ShouldBeProblem(400, "notices/bad-text");
        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { en = zh, version = 0 })).ShouldBeProblem(400, "notices/bad-text");
        (await company.In(async s => await s.GetRequiredService<ICompanySettings>().Get<NoticeTexts>())).Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Long_words_and_unknown_kinds_and_old_versions_are_refused()
    {
        var boss = await (await TestCompany.New()).Person("经理", ("notices.settings", DataScope.All));

        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh = new string('好', 201), version = 0 })).ShouldBeProblem(400, "notices/bad-text");
        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/no.such", new { zh = "好", version = 0 })).ShouldBeProblem(404, "not-found");
        (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh = "好", version = 0 })).EnsureSuccessStatusCode();
        await (await boss.Client.PutAsJsonAsync("api/v1/settings/notices/texts/" + Lab.Kind, new { zh = "更好", version = 0 })).ShouldBeProblem(409, "stale");
    }

    [Fact]
    public void What_a_value_says_is_not_looked_through_for_placeholders() =>
        NoticeTexts.Fill("{title}，{person}", [new("title", "{person} <b>"), new("person", "周建国")]).ShouldBe("{person} <b>，周建国");

    [Fact]
    public async Task The_page_previews_and_saves()
    {
        var boss = await (await TestCompany.New()).Person("经理", ("notices.settings", DataScope.All));
        const string page = "settings/notices/text?kind=tickets.accepted";

        (await boss.Send(page, "text", ("Form.Version", "0"), ("Form.Zh", "{title} 有人来了"), ("Form.Act", "preview"))).Html.ShouldContain("水槽漏水 有人来了");
        (await boss.Send(page, "text", ("Form.Version", "0"), ("Form.Zh", "{secret}"), ("Form.Act", "save"))).Html.ShouldContain("这一类没有“secret”可填");
        (await boss.Submit(page, "text", ("Form.Version", "0"), ("Form.Zh", "{title} 有人来了"), ("Form.Act", "save"))).ShouldContain("saved=true");
        (await boss.Page(page)).ShouldContain("{title} 有人来了</textarea>");
    }

    [Fact]
    public async Task The_company_file_carries_ways_hours_and_words_and_names_what_is_wrong()
    {
        var slug = $"notices{Environment.ProcessId}";
        string File(string notices) => $$"""{"slug":"{{slug}}","name":"测试","accent":"#2a5f7d","timeZone":"Asia/Shanghai","notices":{{notices}}}""";
        await using var scope = TestHost.Default.Services.CreateAsyncScope();
        var files = scope.ServiceProvider.GetRequiredService<ICompanyFiles>();

        var wrong = await files.Apply(File("""{"texts":[{"kind":"tickets.done","zh":"{phone}"}],"channels":[{"kind":"no.such","channels":["sms"]},{"kind":"tickets.done","channels":["hook"]}]}"""));
        foreach (var place in new[] { "$.notices.texts[0].zh", "$.notices.channels[0].kind", "$.notices.channels[1].channels" }) wrong.Error!.Message.ShouldContain(place);

        var good = File("""{"texts":[{"kind":"tickets.done","zh":"{title} 好了","en":"{title} is done"}],"channels":[{"kind":"tickets.done","channels":["sms"]}],"quietFrom":"21:00","quietUntil":"08:00"}""");
        (await files.Apply(good)).Value.Changes.Count(c => c.Contains("notices.", StringComparison.Ordinal)).ShouldBe(3);
        (await files.Apply(good)).Value.Changes.ShouldBeEmpty();
        var company = TestCompany.Of(TestHost.Default, (await TestHost.Default.Services.GetRequiredService<Platform.Tenancy.ITenantStore>().FindBySlug(slug))!);
        (await company.In(async s => await s.GetRequiredService<ICompanySettings>().Get<NoticeTexts>())).Texts.Single().En.ShouldBe("{title} is done");
    }
}
