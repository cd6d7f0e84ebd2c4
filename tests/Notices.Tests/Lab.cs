using System.Globalization;
using System.Text.Json;
using Data;
using GatewaySimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Channels;
using Notices.Sending;
using Platform.Access;
using Platform.Events;
using Platform.Notices;
using Platform.Settings;

namespace Notices.Tests;

/// <summary>A host of one's own with every channel, and the simulator at the other end, both on one clock that begins at noon in the company's zone.</summary>
sealed class Lab : IAsyncDisposable
{
    internal const string Kind = "tickets.accepted";

    readonly WebApplication simulator;

    Lab(WebApplication simulator, TestHost host, TestCompany company) => (this.simulator, Host, Company) = (simulator, host, company);

    internal TestHost Host { get; }
    internal TestCompany Company { get; }
    internal string GatewayUrl => simulator.Urls.Single();
    internal Mailbox Mailbox => simulator.Services.GetRequiredService<Mailbox>();
    internal WeChatTokens Tokens => simulator.Services.GetRequiredService<WeChatTokens>();
    internal DateTime Now => Host.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Time as the host sees it, once there is one.</summary>
    sealed class Shared : TimeProvider
    {
        internal TimeProvider Inner { get; set; } = System;
        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();
    }

    internal static async Task<Lab> New(params (string Key, string Value)[] settings)
    {
        var clock = new Shared();
        var simulator = SimulatorApp.Build(["--urls", "http://127.0.0.1:0", "--Smtp:Port", "0"], clock);
        await simulator.StartAsync();
        var url = simulator.Urls.Single();
        var host = TestHost.New([("Sms:Url", url), ("Sms:Key", "linli"), ("Sms:Secret", "sms-secret"), ("WeChat:AppId", "wx-linli"), ("WeChat:Secret", "wechat-secret"), ("WeChat:Template", "template-1"),
            ("WeChat:Url", url), ("WeChat:OpenUrl", url), ("Hooks:Anywhere", "true"),
            ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", simulator.Services.GetRequiredService<MailServer>().Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:From", "notice@linli.test"), ("Smtp:Tls", "false"), ("Notices:Site", "https://linli.test"), .. settings]);
        host.Clock.Shift = Until(host.Clock.GetUtcNow(), hourOfUtc: 4);
        clock.Inner = host.Clock;
        return new(simulator, host, await TestCompany.New(host));
    }

    static TimeSpan Until(DateTimeOffset now, int hourOfUtc)
    {
        var then = new DateTimeOffset(now.UtcDateTime.Date.AddHours(hourOfUtc), TimeSpan.Zero);
        return (then > now ? then : then.AddDays(1)) - now;
    }

    /// <summary>Moves the clock on to that hour of the company's day (Asia/Shanghai).</summary>
    internal void MoveTo(int hour) => Host.Clock.Shift += Until(Host.Clock.GetUtcNow(), (hour + 16) % 24);

    internal void Order(Orders orders)
    {
        simulator.Services.GetRequiredService<Behaviour>().Now = orders;
        if (orders.EndTokens) Tokens.EndAll();
    }

    /// <summary>A further official account beside the platform's.</summary>
    internal void AddAccount(string appId, string secret, string template) => (simulator.Configuration[$"WeChat:Others:{appId}:Secret"], simulator.Configuration[$"WeChat:Others:{appId}:Template"]) = (secret, template);

    internal void ExpectHookSecret(string secret) => simulator.Configuration["Hook:Secret"] = secret;

    /// <summary>A member who can be reached by these ways, and wants to be.</summary>
    internal async Task<TestPerson> Reader(bool sms = false, string? openId = null, string? language = null, string? phone = null, string? mail = null, string provider = "wechat:wx-linli",
        params (string, DataScope)[] grants)
    {
        var person = await Company.Person("读者", grants);
        await using var scope = Host.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        await host.Users.Where(u => u.Id == person.AccountId).ExecuteUpdateAsync(u => u.SetProperty(x => x.PhoneNumberConfirmed, sms).SetProperty(x => x.Language, language).SetProperty(x => x.UserName, phone ?? person.Phone)
            .SetProperty(x => x.Email, mail).SetProperty(x => x.EmailConfirmed, mail != null));
        if (openId is not null) host.UserLogins.Add(new() { LoginProvider = provider, ProviderKey = openId, UserId = person.AccountId });
        await host.SaveChangesAsync();
        if (sms) await Company.Change((services, db) => { db.Add(Wishing(person.AccountId, new("tickets.accepted", Channel.Sms, true), new("tickets.done", Channel.Sms, true))); return Task.CompletedTask; });
        return person;
    }

    static Wishes.NoticeWishes Wishing(Guid account, params Wishes.Choice[] choices)
    {
        var wishes = new Wishes.NoticeWishes(account);
        wishes.Set(choices, null);
        return wishes;
    }

    /// <summary>Posts a notice the way handlers do; answers the event's id.</summary>
    internal async Task<Guid> Post(IEnumerable<TestPerson> readers, bool urgent = false, string kind = Kind, bool inboxOnly = false, string? text = null)
    {
        var context = new EventContext(Guid.CreateVersion7(), Now);
        await Company.Change((services, _) => services.GetRequiredService<INotices>().Post(context, services.GetRequiredService<NoticeKindList>().Find(kind)! with { Urgent = urgent, InboxOnly = inboxOnly }, [.. readers.Select(r => r.AccountId)],
            "tickets/1", text ?? "{0}：{1} 已接单，预计 {2} 前到。", ("title", "水槽漏水"), ("person", "周建国"), ("time", "14:30"), ("place", "3-1102"), ("number", "WX-1")));
        return context.MessageId;
    }

    /// <summary>The deliveries of an event.</summary>
    internal Task<List<NoticeDelivery>> Of(Guid source) => Company.Read(db => db.Set<NoticeDelivery>().AsNoTracking().Where(d => d.Source == source).OrderBy(d => d.Channel).ToListAsync());

    /// <summary>The deliveries of an event, once there are so many and all are as asked.</summary>
    internal async Task<List<NoticeDelivery>> Until(Guid source, int count, Func<NoticeDelivery, bool> all)
    {
        for (var waited = 0; ; waited++)
        {
            var found = await Of(source);
            if (found.Count == count && found.All(all)) return found;
            if (waited > 200) throw new TimeoutException(JsonSerializer.Serialize(found));
            await Task.Delay(50);
        }
    }

    internal Task<List<NoticeDelivery>> Sent(Guid source, int count = 1) => Until(source, count, d => d.State == DeliveryState.Sent);

    /// <summary>Lets the host do what it would do in the time it takes to look twice.</summary>
    internal static Task Linger() => Task.Delay(TimeSpan.FromSeconds(4.5));

    internal Task Set<T>(T setting) where T : class, ICompanySetting, new() => Company.Change((services, _) => services.GetRequiredService<ICompanySettings>().Set(setting));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await simulator.DisposeAsync();
    }
}
