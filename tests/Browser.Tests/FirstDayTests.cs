using System.Text.RegularExpressions;
using Data;
using Estates.Contracts;
using Estates.Residents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Staff.Contracts;
using Staff.Duty;
using Tickets.Life;

namespace Browser.Tests;

/// <summary>People on their first day: one address is typed, the rest is found by what stands on the pages.</summary>
public sealed class FirstDayTests(Browsers browsers)
{
    [Fact]
    public async Task A_new_resident_registers_binds_a_home_reports_and_sees_it_going_on()
    {
        var estate = await Estate.Build();
        var phone = $"136{Random.Shared.Next(100_000_000):00000000}";
        var resident = await browsers.Open(estate.Company.Host.Url, 360, 800);
        await resident.Page.GotoAsync($"{estate.Company.Slug}/");
        await Register(estate, resident, phone);
        await AskForHome(resident);
        var asked = await estate.Company.Read(db => db.Set<Residency>().SingleAsync(r => r.State == ResidencyState.Requested));
        asked.Relation.ShouldBe(ResidentRelation.Tenant);

        var manager = await Arrive(estate, estate.Manager, 1440, "board");
        await manager.Page.ClickAsync("nav a:has-text('住户')");
        await manager.Page.ClickAsync("a:has-text('待核实')");
        await manager.Sees($"main section:has-text('{phone}') >> text=302");
        await manager.Page.ClickAsync("button:has-text('通过'):not(.danger)");
        await manager.Sees("text=都核实完了");
        (await estate.Company.Read(db => db.Set<Residency>().SingleAsync(r => r.Id == asked.Id))).State.ShouldBe(ResidencyState.Verified);

        await resident.Page.ClickAsync("nav a:has-text('我的房屋')");
        await resident.Sees("main >> text=已通过");
        await resident.Page.ClickAsync("nav a:has-text('报修')");
        // Three taps; between them, what is wrong.
        await resident.Page.ClickAsync("summary:has-text('水电')");
        await resident.Page.ClickAsync("label.pick:has-text('水管漏水')");
        await resident.Page.FillAsync("#words", "搬进来第一天就漏水");
        await resident.Page.ClickAsync(".actions button");
        await resident.Page.WaitForURLAsync("**/tickets/*");
        await resident.Sees("#timeline >> text=已提交");
        var id = Guid.Parse(new Uri(resident.Page.Url).Segments[^1]);
        await estate.Until(id, "assigned");
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        await resident.Sees("#timeline >> text=已接单");
        await resident.Sees("#who >> text=周建国");

        var ticket = await estate.Ticket(id);
        (ticket.ContactName, ticket.ContactPhone, ticket.UnitId, ticket.Description).ShouldBe(("方小雨", phone, asked.UnitId, "搬进来第一天就漏水"));
        foreach (var screen in new[] { resident, manager }) screen.Errors.ShouldBeEmpty();
    }

    static async Task Register(Estate estate, Screen resident, string phone)
    {
        await resident.Page.ClickAsync("a:has-text('注册或忘记密码')");
        await resident.Page.WaitForURLAsync("**/register*");
        await resident.Page.FillAsync("#phone", phone);
        await resident.Page.ClickAsync("button:has-text('获取验证码')");
        await resident.Sees("text=验证码已发送");
        await using var scope = estate.Company.Host.Services.CreateAsyncScope();
        var text = await scope.ServiceProvider.GetRequiredService<HostDb>().SentSms.Where(s => s.Phone == phone).Select(s => s.Text).SingleAsync();
        await resident.Page.FillAsync("#code", Regex.Match(text, "[0-9]{6}").Value);
        await resident.Page.FillAsync("#name", "方小雨");
        await resident.Page.FillAsync("#password", "newhome2026");
        await resident.Page.ClickAsync("button[value=register]");
        await resident.Page.WaitForURLAsync($"**/{estate.Company.Slug}/homes");
    }

    static async Task AskForHome(Screen resident)
    {
        await resident.Page.ClickAsync("main a:has-text('绑定房屋')");
        await resident.Page.ClickAsync("nav[aria-label=小区] a:has-text('云栖花园')");
        await resident.Page.ClickAsync("nav[aria-label=楼栋] a");
        await resident.Page.ClickAsync("label.pick:has-text('302')");
        await resident.Page.ClickAsync("label:has-text('租客')");
        await resident.Page.ClickAsync("button:has-text('提交申请')");
        await resident.Sees("text=物业正在核实");
    }

    [Fact]
    public async Task A_new_dispatcher_signs_in_finds_what_waits_and_assigns_it()
    {
        var estate = await Stored.LeaksAre("manual");
        var id = await estate.Leaks("卫生间水管漏水");
        var desk = await Arrive(estate, estate.Dispatcher, 1440, "board");

        await desk.Page.ClickAsync("#lane-submitted a.ticket");
        await desk.Sees("aside.panel >> text=卫生间水管漏水");
        await desk.Page.ClickAsync("aside.panel button:has-text('派单')");
        await desk.Sees("#lane-assigned a.ticket:has-text('水管漏水') >> text=周建国");
        await desk.Sees("#lane-submitted >> text=没有单");

        (await estate.Ticket(id)).AssigneeId.ShouldBe(estate.PlumberId);
        (await estate.Move(id, TicketAct.Assign)).ActorAccountId.ShouldBe(estate.Dispatcher.AccountId);
        desk.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_technician_goes_on_duty_accepts_records_and_completes_with_photos()
    {
        var estate = await Stored.LeaksAre("manual");
        var id = await estate.Leaks("厨房水管漏水");
        var (technician, staff) = await Hire(estate);
        var phone = await Arrive(estate, technician, 360, "day");
        await phone.Sees("text=手上没有单");
        await phone.Page.ClickAsync("a:has-text('在岗、班次与请假')");
        await phone.Page.ClickAsync("button:has-text('上班')");
        await phone.Sees("h2:has-text('您在班')");
        (await estate.Company.Read(db => db.Set<Staff.People.StaffMember>().SingleAsync(s => s.Id == staff))).OnDuty.ShouldBeTrue();

        (await estate.Do(estate.Dispatcher, id, "assign", new { staffId = staff, note = "新人练手" })).EnsureSuccessStatusCode();
        await phone.Page.ClickAsync("nav a:has-text('今天')");
        await phone.Page.ClickAsync("#day a.btn:has-text('接单')");
        foreach (var act in new[] { "Accept", "Depart", "Start" })
        {
            await phone.Page.ClickAsync($"button[value={act}]");
            await phone.Page.WaitForSelectorAsync($"button[value={act}]", new() { State = WaitForSelectorState.Detached });
        }
        foreach (var slot in new[] { "修前", "修后" })
        {
            await phone.Page.FillAsync("#text", $"{slot}拍照");
            await phone.Page.ClickAsync($"label:has(input[name='Input.Slot']):has-text('{slot}')");
            await phone.AddPhoto("form:has(#text)");
            await phone.Page.ClickAsync("button[value=Record]");
            await phone.Sees($"#work [data-entry] >> text={slot}拍照");
        }
        await phone.Page.ClickAsync("button[value=Complete]:not([disabled])");
        await phone.Misses("button[value=Complete]");
        await phone.Page.ClickAsync("nav a:has-text('今天')");
        await phone.Page.ClickAsync("summary:has-text('今天完成')");
        await phone.Sees("details a:has-text('水管漏水')");

        var ticket = await estate.Ticket(id);
        (ticket.State, ticket.AssigneeId).ShouldBe((TicketState.Done, staff));
        (await estate.Company.Read(db => db.Set<TicketFile>().Where(f => f.TicketId == id).Select(f => f.Slot).ToListAsync())).ShouldBe([FileSlot.Before, FileSlot.After], ignoreOrder: true);
        phone.Errors.ShouldBeEmpty();
    }

    // From the first page of the site, as somebody comes who was only told its name.
    async Task<Screen> Arrive(Estate estate, TestPerson person, int width, string home)
    {
        await estate.Company.SetPassword(person.AccountId, Site.Password);
        var screen = await browsers.Open(estate.Company.Host.Url, width, 900);
        await screen.Page.GotoAsync("");
        await screen.Page.ClickAsync("a:has-text('登录')");
        await screen.Page.FillAsync("#phone", person.Phone);
        await screen.Page.FillAsync("#password", Site.Password);
        await screen.Page.ClickAsync("button[value=in]");
        await screen.Page.WaitForURLAsync($"**/{estate.Company.Slug}/{home}");
        return screen;
    }

    static async Task<(TestPerson Person, Guid Id)> Hire(Estate estate)
    {
        var account = await estate.Company.NewAccount("新来的小吴");
        var community = await estate.Company.Read(db => db.Set<Estates.Places.Community>().Select(c => c.Id).SingleAsync());
        var hired = await estate.Company.In(s => s.GetRequiredService<IStaffDemo>().Hire(new NewStaff(account.DisplayName, account.UserName!, "engineering", "工程部", "水电工") { FieldWork = true, Skills = [new("plumbing", 2)], Roles = ["technician"], Areas = [(community, null)] }));
        hired.Error.ShouldBeNull(hired.Error?.Message);
        return (estate.Company.Sign(account), hired.Value);
    }
}
