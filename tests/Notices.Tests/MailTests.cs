using GatewaySimulator;
using Notices.Sending;

namespace Notices.Tests;

/// <summary>Notices by mail, through a real conversation with a mail server.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task A_notice_is_mailed_once_in_the_readers_language_even_when_the_server_was_busy()
    {
        await using var lab = await Lab.New();
        var (chinese, english, silent) = (await lab.Reader(mail: "zh@linli.test"), await lab.Reader(mail: "en@linli.test", language: "en"), await lab.Reader(language: "en"));
        lab.Order(new(Refuse: 1));

        var source = await lab.Post([chinese, english, silent], kind: "tickets.done", text: "没有找到");
        await lab.Until(source, 2, d => d.Attempts == 1 && (d.State == DeliveryState.Sent || d.LastError is not null));
        // The one that was turned away is tried again later.
        lab.Host.Clock.Shift += NoticeDelivery.Waits[0];
        var sent = await lab.Sent(source, 2);

        sent.Select(d => d.AccountId).ShouldBe([chinese.AccountId, english.AccountId], ignoreOrder: true);
        sent.Sum(d => d.Attempts).ShouldBe(3);
        var link = $"\n\nhttps://linli.test/{lab.Company.Slug}/tickets/1";
        lab.Mailbox.All.OrderBy(m => m.To, StringComparer.Ordinal).Select(m => (m.Channel, m.To, m.Text, m.Times)).ShouldBe(
        [
            ("mail", "en@linli.test", $"{lab.Company.Info.Name}: Not found\nNot found{link}", 1),
            ("mail", "zh@linli.test", $"{lab.Company.Info.Name}：没有找到\n没有找到{link}", 1),
        ]);
    }

    [Fact]
    public async Task A_mail_whose_answer_got_lost_comes_again_under_the_same_message_id()
    {
        await using var lab = await Lab.New();
        lab.Order(new(Lose: 1));
        var source = await lab.Post([await lab.Reader(mail: "zh@linli.test")]);
        await lab.Until(source, 1, d => d.Attempts == 1 && d.LastError is not null);
        lab.Host.Clock.Shift += NoticeDelivery.Waits[0];
        var sent = (await lab.Sent(source)).Single();

        var mail = lab.Mailbox.All.Single();
        (mail.Id, mail.Times).ShouldBe(($"{sent.Id:N}@linli.test", 2));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_tried_once()
    {
        await using var lab = await Lab.New();
        var source = await lab.Post([await lab.Reader(mail: "nobody@linli.test")]);

        (await lab.Until(source, 1, d => d.State == DeliveryState.Refused)).Single().LastError.ShouldBe("550 no such mailbox");
        lab.Mailbox.All.ShouldBeEmpty();
    }
}
