using System.Globalization;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Sending;
using Platform.Events;
using Platform.Notices;

namespace Notices.Tests;

/// <summary>Notices by mail, through a real conversation with a mail server.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task A_notice_is_mailed_once_in_the_readers_language_even_when_the_server_was_busy()
    {
        await using var server = new MailServer(turnsAway: 1);
        await using var host = TestHost.New(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.Open().ToString(CultureInfo.InvariantCulture)), ("Smtp:From", "notice@linli.test"), ("Smtp:Tls", "false"), ("Notices:Site", "https://linli.test"));
        var company = await TestCompany.New(host);
        var (chinese, english, silent) = (await Reader(company, "zh@linli.test", null), await Reader(company, "en@linli.test", "en"), await Reader(company, null, "en"));

        // At noon, when nobody is left alone.
        host.Clock.Shift = host.Clock.GetUtcNow().UtcDateTime is var now && now.Hour < 4 ? now.Date.AddHours(4) - now : now.Date.AddHours(28) - now;
        await company.Change((services, _) => services.GetRequiredService<INotices>().Post(new EventContext(Guid.CreateVersion7(), now), services.GetRequiredService<NoticeKindList>().Find("tickets.done")!,
            [chinese, english, silent], "me", "没有找到"));
        for (var waited = 0; waited < 300 && server.Taken.Count < 2; waited++)
        {
            // The one that was turned away is tried again later.
            host.Clock.Shift += TimeSpan.FromSeconds(30);
            await Task.Delay(100);
        }

        var link = $"\n\nhttps://linli.test/{company.Slug}/me";
        server.Taken.OrderBy(m => m.To.ToString(), StringComparer.Ordinal).Select(m => (m.To.ToString(), m.Subject, m.TextBody?.Trim().ReplaceLineEndings("\n"))).ShouldBe(
        [
            ("en@linli.test", $"{company.Info.Name}: Not found", "Not found" + link),
            ("zh@linli.test", $"{company.Info.Name}：没有找到", "没有找到" + link),
        ]);
        (await company.Read(db => db.Set<NoticeDelivery>().Where(d => d.State == DeliveryState.Sent).Select(d => d.AccountId).ToListAsync())).ShouldBe([chinese, english], ignoreOrder: true);
    }

    static async Task<Guid> Reader(TestCompany company, string? address, string? language)
    {
        var person = await company.Person("读者");
        await using var scope = company.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HostDb>().Users.Where(u => u.Id == person.AccountId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.Email, address).SetProperty(x => x.EmailConfirmed, address != null).SetProperty(x => x.Language, language));
        return person.AccountId;
    }
}
