using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notices.Pruning;
using Notices.Sending;
using Platform.Events;
using Platform.Notices;

namespace Notices.Tests;

/// <summary>What is old goes, a little at a time, by one chain of messages per company.</summary>
public sealed class PruneTests
{
    [Fact]
    public async Task The_first_notice_begins_one_chain_and_later_ones_do_not()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lab.Post([reader])));
        await Eventually(async () => await Waiting(lab) == 1);
        await lab.Sent(await lab.Post([reader]));

        (await Waiting(lab), await lab.Company.Read(db => db.PruneRuns.CountAsync())).ShouldBe((1, 1));
        var run = await lab.Company.Read(db => db.PruneRuns.SingleAsync());
        (run.NextAt - lab.Now).TotalHours.ShouldBeInRange(23, 24);
    }

    [Fact]
    public async Task After_half_a_year_deliveries_and_read_notices_go_and_unread_ones_after_a_year()
    {
        await using var lab = await Lab.New();
        var (reader, forgetful) = (await lab.Reader(sms: true), await lab.Reader(sms: true));
        var old = await lab.Post([reader, forgetful]);
        await lab.Sent(old, 2);
        (await reader.Client.PostAsync("api/v1/notices/read", null)).EnsureSuccessStatusCode();
        await Move(lab, TimeSpan.FromDays(179));
        (await lab.Of(old)).Count.ShouldBe(2);
        var fresh = await lab.Post([reader]);
        await lab.Sent(fresh);

        await Move(lab, TimeSpan.FromDays(2));

        (await lab.Of(old)).ShouldBeEmpty();
        (await lab.Of(fresh)).Count.ShouldBe(1);
        (await Readers(lab, old)).ShouldBe([forgetful.AccountId]);
        await Move(lab, TimeSpan.FromDays(185));
        (await Readers(lab, old)).ShouldBeEmpty();
        (await lab.Company.Read(db => db.Set<Notice>().CountAsync(n => n.Source == fresh))).ShouldBe(1, "nobody read it");
        (await Waiting(lab)).ShouldBe(1);
    }

    [Fact]
    public async Task A_flood_goes_in_batches_and_what_is_still_on_its_way_stays()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        var source = await lab.Post([reader]);
        var notice = (await lab.Sent(source)).Single().NoticeId;
        const int many = PruneOld.AtATime + 100;
        await lab.Company.Change((_, db) =>
        {
            for (var i = 0; i < many; i++) db.Add(new NoticeDelivery(Guid.CreateVersion7(), Guid.CreateVersion7(), notice, Channels.Channel.Sms, Lab.Kind, false, lab.Now, lab.Now) { NextAt = null, State = DeliveryState.Failed });
            db.Add(new NoticeDelivery(Guid.CreateVersion7(), source, notice, Channels.Channel.Sms, Lab.Kind, false, lab.Now, lab.Now) { NextAt = lab.Now.AddDays(4000) });
            return Task.CompletedTask;
        });
        lab.Host.Clock.Shift += TimeSpan.FromDays(200);

        await Eventually(async () => await lab.Company.Read(db => db.Set<NoticeDelivery>().CountAsync()) is > 1 and < many);
        await Eventually(async () => { lab.Host.Clock.Shift += TimeSpan.FromSeconds(2); return await lab.Company.Read(db => db.Set<NoticeDelivery>().CountAsync()) == 1; });
        (await lab.Company.Read(db => db.Set<NoticeDelivery>().SingleAsync())).NextAt.ShouldNotBeNull();
        (await lab.Company.Read(db => db.Set<Notice>().AnyAsync(n => n.Id == notice))).ShouldBeTrue("a delivery names it");
    }

    [Fact]
    public async Task A_double_of_the_message_does_nothing_and_a_broken_chain_begins_again()
    {
        await using var lab = await Lab.New();
        var reader = await lab.Reader(sms: true);
        await lab.Sent(await lab.Post([reader]));
        await Eventually(async () => await Waiting(lab) == 1);
        await lab.Company.Change((services, _) => services.GetRequiredService<PruneOld>().Handle(new(lab.Now), new EventContext(Guid.CreateVersion7(), lab.Now), default));
        (await Waiting(lab)).ShouldBe(1);

        await lab.Company.Read(db => db.Set<OutboxMessage>().Where(m => m.Handler.Contains(nameof(PruneOld))).ExecuteDeleteAsync());
        lab.Host.Clock.Shift += TimeSpan.FromDays(3);
        await lab.Sent(await lab.Post([reader]));
        await Eventually(async () => await Waiting(lab) == 1);
    }

    static async Task Move(Lab lab, TimeSpan time)
    {
        lab.Host.Clock.Shift += time;
        var now = lab.Now;
        await Eventually(async () => await lab.Company.Read(db => db.PruneRuns.AnyAsync(r => r.NextAt > now)));
    }

    static Task<int> Waiting(Lab lab) => lab.Company.Read(db => db.Set<OutboxMessage>().CountAsync(m => m.Handler.Contains(nameof(PruneOld)) && m.ParkedAt == null));

    static Task<List<Guid>> Readers(Lab lab, Guid source) => lab.Company.Read(db => db.Set<Notice>().Where(n => n.Source == source).Select(n => n.AccountId).ToListAsync());

    static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 300; i++, await Task.Delay(50)) if (await holds()) return;
        throw new TimeoutException("It did not happen.");
    }
}
