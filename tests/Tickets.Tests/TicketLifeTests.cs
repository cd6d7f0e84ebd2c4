using CsCheck;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class TicketLifeTests
{
    static readonly Actor[] Actors = [Actor.Reporter, Actor.Assignee, Actor.Desk, Actor.System];
    static readonly Platform.Time.WorkingCalendar Calendar = new(new(), TimeZoneInfo.Utc);
    static readonly DateTime Start = new(2026, 11, 23, 1, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Whatever_anybody_tries_a_ticket_only_moves_as_the_table_says() =>
        Gen.Select(Gen.Enum<TicketAct>(), Gen.Int[0, Actors.Length - 1]).Array[0, 40].Sample(tries =>
        {
            var ticket = New();
            var now = Start;
            foreach (var (act, who) in tries)
            {
                var (before, by) = (ticket.State, new Act(Actors[who], Guid.NewGuid(), "某人", now = now.AddMinutes(31)));
                var rule = TicketLife.Find(act, before);
                var moved = Try(ticket, act, by);
                if (moved.Error is not null)
                {
                    ticket.State.ShouldBe(before);
                    continue;
                }
                moved.Value.From.ShouldBe(before);
                moved.Value.To.ShouldBe(ticket.State);
                (TicketLife.Find(moved.Value.Act, before)!.Value.By & by.As).ShouldNotBe((Actor)0);
                if (rule is { To: { } to } && act == moved.Value.Act) ticket.State.ShouldBe(to);
                (ticket.AssigneeId is null).ShouldBe(ticket.State is TicketState.Submitted || (ticket.State is TicketState.Cancelled or TicketState.Rejected && ticket.AssignedAt is null));
                if (ticket.SuspendedAt is not null) ticket.State.ShouldBe(TicketState.Suspended);
            }
        }, iter: 2000);

    [Fact]
    public void Every_state_but_the_last_can_be_left_and_the_ends_stay()
    {
        foreach (var state in Enum.GetValues<TicketState>())
        {
            var leaves = TicketLife.Table.Any(r => r.From.Contains(state) && r.To is { } to && to != state);
            leaves.ShouldBe(state is not (TicketState.Cancelled or TicketState.Rejected), state.ToString());
        }
    }

    [Fact]
    public void A_rating_can_be_changed_for_a_day_and_never_after()
    {
        var ticket = New();
        ticket.Rated(null, new Act(Actor.Reporter, null, "住户", Start)).Error.ShouldBe(TicketErrors.WrongState(TicketAct.Rate, TicketState.Submitted));
        ticket.Rated(Start, new Act(Actor.Reporter, null, "住户", Start.AddHours(25))).Error.ShouldBe(TicketErrors.RatingClosed);
    }

    static Platform.Result<TicketMove> Try(Ticket ticket, TicketAct act, Act by) => act switch
    {
        TicketAct.Assign or TicketAct.Transfer => ticket.AssignTo(Guid.NewGuid(), Guid.NewGuid(), "师傅", by, "忙", Calendar),
        TicketAct.Accept => ticket.Accept(by.Now.AddMinutes(30), by),
        TicketAct.Grab => ticket.Grab(Guid.NewGuid(), by.Now.AddMinutes(30), by),
        TicketAct.Depart => ticket.Depart(by),
        TicketAct.Start => ticket.Start(by),
        TicketAct.Suspend => ticket.Suspend("等料", true, by.Now.AddHours(1), by),
        TicketAct.Resume => ticket.Resume(by, Calendar),
        TicketAct.Complete => ticket.Complete(null, [], by),
        TicketAct.Rate => ticket.Rated(null, by),
        TicketAct.Close => ticket.Close(by),
        TicketAct.Cancel => ticket.Cancel("不用了", by),
        TicketAct.Reject => ticket.Reject("不归我们", by),
        TicketAct.Return => ticket.Return("来不及", by, Calendar),
        TicketAct.Reopen => ticket.Reopen("又漏了", 7, new(by.Now, by.Now.AddHours(1), null, by.Now.AddHours(9), false), by),
        TicketAct.Urge => ticket.Urge(by),
        TicketAct.Reschedule => ticket.Reschedule(by.Now.AddHours(20), by.Now.AddHours(22), null, by),
        TicketAct.FollowUp => ticket.FollowedUp("打过电话", by),
        TicketAct.Attach => ticket.Attach(Guid.NewGuid(), "停水", by),
        TicketAct.Comment => ticket.Comment("补充", true, by),
        _ => ticket.Record(by, "一步", false),
    };

    static Ticket New()
    {
        var category = new Category("leak", Guid.NewGuid(), TicketKind.Repair);
        category.Describe("水管漏水", null, null, 1);
        var place = new TicketPlace(Guid.NewGuid(), "云栖花园", Guid.NewGuid(), Guid.NewGuid(), null, "3幢2单元1102", "3-2-1102");
        return Ticket.Submit(Guid.NewGuid(), "WX-1", category, "水电维修 › 水管漏水", place, new Contact(Guid.NewGuid(), "林静怡", "13800000000"), "滴水", TicketSource.App, new Act(Actor.Reporter, Guid.NewGuid(), "林静怡", Start)).Value;
    }
}
