using System.Text.Json.Nodes;
using Data;
using Linli;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Settings;
using Platform.Tenancy;
using Platform.Time;
using Tenants.Contracts;

namespace Tenants.Tests;

public sealed class CompanyFileTests
{
    static int counter;

    static string NewSlug() => $"file{Environment.ProcessId}-{Interlocked.Increment(ref counter)}";

    static string File(string slug, string name = "试点物业", string roles = Roles, string extra = "") => $$"""
        {
          "slug": "{{slug}}", "name": "{{name}}", "accent": "#2f6b4f", "timeZone": "Asia/Shanghai",
          "calendar": { "workingDays": ["monday", "tuesday"], "hours": [{ "from": "09:00", "to": "17:30" }], "holidays": ["2026-10-01"], "makeUpDays": [] },
          "roles": {{roles}}{{extra}}
        }
        """;

    const string Roles = """[ { "key": "admin", "name": "管理员", "grants": { "company.roles": "all", "company.members": "all" } }, { "key": "clerk", "name": "文员", "grants": {} } ]""";

    static async Task<Result<CompanyFileOutcome>> Apply(string json)
    {
        await using var scope = TestHost.Default.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICompanyFiles>().Apply(json);
    }

    static async Task<T> In<T>(Guid company, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = await TestHost.Default.Services.GetRequiredService<ITenantScopeFactory>().Open(company, evenIfNotActive: true);
        return await work(scope.Services);
    }

    [Fact]
    public async Task A_file_makes_a_served_company_and_a_second_time_changes_nothing()
    {
        var slug = NewSlug();

        var first = (await Apply(File(slug))).Value;
        var second = (await Apply(File(slug))).Value;

        first.Created.ShouldBeTrue();
        first.Changes.ShouldContain("+ 角色 管理员");
        second.Created.ShouldBeFalse();
        second.Changes.ShouldBeEmpty();
        (await TestHost.Default.Services.GetRequiredService<ITenantStore>().FindBySlug(slug))!.State.ShouldBe(TenantState.Active);
        var calendar = await In(first.CompanyId, async s => await s.GetRequiredService<ICompanySettings>().Get<CalendarSettings>());
        calendar.Hours.Single().To.ShouldBe(new TimeOnly(17, 30));
    }

    [Fact]
    public async Task Every_difference_is_listed()
    {
        var slug = NewSlug();
        await Apply(File(slug));

        var changed = (await Apply(File(slug, name: "新名字", roles: """[ { "key": "admin", "name": "总管", "grants": { "company.roles": "all", "company.settings": "all" } } ]""",
            extra: $$""", "domains": ["{{slug}}.example.com"]""").Replace("2026-10-01", "2026-10-02", StringComparison.Ordinal))).Value;

        changed.Changes.ShouldBe(["~ calendar.holidays: 2026-10-01 → 2026-10-02", "~ 角色 admin: 管理员 → 总管", "~ admin.company.members: all → none", "~ admin.company.settings: none → all",
            "- 角色 文员", "~ name: 试点物业 → 新名字", $"+ 域名 {slug}.example.com"], ignoreOrder: true);
        (await TestHost.Default.Services.GetRequiredService<ITenantStore>().FindByDomain($"{slug}.example.com"))!.Name.ShouldBe("新名字");
    }

    [Fact]
    public async Task A_role_that_somebody_holds_is_kept_and_reported()
    {
        var slug = NewSlug();
        var company = (await Apply(File(slug))).Value.CompanyId;
        await In(company, async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var member = new Member(Guid.CreateVersion7(), "王琳", "13900000000");
            member.Add(await db.Set<Role>().SingleAsync(r => r.Key == "clerk"));
            db.Add(member);
            return await db.SaveChangesAsync();
        });

        var applied = (await Apply(File(slug, roles: """[ { "key": "admin", "name": "管理员", "grants": { "company.roles": "all", "company.members": "all" } } ]"""))).Value;

        applied.Changes.ShouldBeEmpty();
        applied.Notes.ShouldBe(["! 角色 文员 还有 1 人持有，没有删除。"]);
    }

    [Fact]
    public async Task What_was_made_on_the_page_stays_and_what_was_deleted_there_comes_back()
    {
        var slug = NewSlug();
        var company = (await Apply(File(slug))).Value.CompanyId;
        await In(company, async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            db.Remove(await db.Set<Role>().SingleAsync(r => r.Key == "clerk"));
            db.AddRange(new Role("夜班"), new Role("文员"));
            return await db.SaveChangesAsync();
        });

        var first = (await Apply(File(slug))).Value;
        var second = (await Apply(File(slug))).Value;

        first.Changes.ShouldBe(["+ 角色 文员"]);
        first.Notes.ShouldBe(["! 角色 夜班 是在页面上建的，没有删除。", "! 角色 文员 在页面上也建了一个，请给其中一个改名。"], ignoreOrder: true);
        second.Changes.ShouldBeEmpty();
        (await In(company, s => s.GetRequiredService<AppDb>().Set<Role>().Select(r => r.Name).OrderBy(n => n).ToListAsync())).ShouldBe(["夜班", "文员", "文员", "管理员"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_bad_file_names_every_place_and_changes_nothing()
    {
        var slug = NewSlug();
        var good = (await Apply(File(slug))).Value.CompanyId;

        var refused = (await Apply(File(slug, name: "不该出现", roles: """
            [
              { "key": "admin", "name": "管理员", "grants": { "company.roles": "own", "tickets.fly": "all" } },
              { "key": "admin", "name": "", "grants": {} }
            ]
            """, extra: """, "wings": 2"""))).Error!;

        refused.Code.ShouldBe("tenants/bad-file");
        refused.Message.ShouldContain("$.roles[0].grants.tickets.fly （第 5 行）: 没有 tickets.fly 这个权限。");
        refused.Message.ShouldContain("$.roles[0].grants.company.roles （第 5 行）: company.roles 的范围可以是 all，不能是 own。");
        refused.Message.ShouldContain("$.roles[1].key （第 6 行）: admin 出现了两次。");
        refused.Message.ShouldContain("$.roles[1].name");
        refused.Message.ShouldContain("$.wings （第 7 行）: 不认识的部分，请检查拼写。");
        (await In(good, s => s.GetRequiredService<AppDb>().Set<Role>().CountAsync())).ShouldBe(2);
        (await TestHost.Default.Services.GetRequiredService<ITenantStore>().FindBySlug(slug))!.Name.ShouldBe("试点物业");
    }

    [Theory]
    [InlineData("""{ "slug": """, "$ （第 1 行）: 不是完整的 JSON，请检查括号、逗号和引号。")]
    [InlineData("""{ "slug": "a1", "slug": "a2" }""", "$.slug （第 1 行）: 这个字段写了两次。")]
    [InlineData("""{ "slug": "api", "name": "甲", "accent": "red", "timeZone": "Mars/Base" }""", "$.slug （第 1 行）: api 是平台自己的地址，请换一个短名。")]
    [InlineData("""{ "slug": "api", "name": "甲", "accent": "red", "timeZone": "Mars/Base" }""", "$.accent （第 1 行）: 颜色写成 #2a5f7d 的样子。")]
    [InlineData("""{ "slug": "api", "name": "甲", "accent": "red", "timeZone": "Mars/Base" }""", "$.timeZone （第 1 行）: 没有 Mars/Base 这个时区")]
    [InlineData("""{ "slug": "Ab", "name": "甲" }""", "缺少必填的字段：accent、timeZone。")]
    [InlineData("""{ "slug": 7, "name": "甲", "accent": "#000000", "timeZone": "Asia/Shanghai" }""", "$.slug （第 1 行）: 值的类型不对")]
    [InlineData("""{ "calendar": { "wokingDays": [] } }""", "$.calendar.wokingDays （第 1 行）: 不认识的字段，请检查拼写。")]
    [InlineData("""{ "calendar": { "workingDays": ["funday"] } }""", "$.calendar.workingDays[0] （第 1 行）: 值的类型不对")]
    [InlineData("""{ "roles": [ { "key": "a", "name": "甲", "grants": { "company.roles": "most" } } ] }""", "$.roles[0].grants.company.roles （第 1 行）: 值的类型不对")]
    [InlineData("""{ "roles": [ { "key": "a", "name": "甲", "grants": {} }, { "key": "b", "name": "甲", "grants": {} } ] }""", "$.roles[1].name （第 1 行）: 甲 出现了两次。")]
    [InlineData("""{ "calendar": { "holidays": ["2026-01-01"], "makeUpDays": ["2026-01-01"] } }""", "$.calendar.makeUpDays[0] （第 1 行）: 2026-01-01 不能既放假又补班。")]
    public async Task What_is_wrong_is_said_with_its_place(string json, string line) => (await Apply(json)).Error!.Message.ShouldContain(line);

    [Theory]
    [InlineData("cuihu.json")]
    [InlineData("jinxiu.json")]
    [InlineData("_template.json")]
    [InlineData("_small.json")]
    public async Task Our_own_files_apply_and_apply_again_without_a_difference(string file)
    {
        var json = await System.IO.File.ReadAllTextAsync(Repository.Path($"tenants/{file}"));
        var known = JsonNode.Parse(json)!;
        known["slug"] = NewSlug();

        (await Apply(known.ToJsonString())).Value.Created.ShouldBeTrue();
        (await Apply(known.ToJsonString())).Value.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void The_schema_in_the_repository_is_the_generated_one()
    {
        using var scope = TestHost.Default.Services.CreateScope();

        var schema = scope.ServiceProvider.GetRequiredService<ICompanyFiles>().Schema();

        System.IO.File.ReadAllText(Repository.Path("tenants/tenant.schema.json")).ShouldBe(schema, "linli tenants schema > tenants/tenant.schema.json");
    }
}
