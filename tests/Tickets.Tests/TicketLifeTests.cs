using CsCheck;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class TicketLifeTests
{
    static readonly Actor[] Actors = [Actor.Reporter, Actor.Assignee, Actor.Desk, Actor.System, Actor.Team, Actor.Lead, Actor.Team | Actor.Lead];
    static readonly Guid Engineers = Guid.NewGuid();
    static readonly Guid Cleaners = Guid.NewGuid();
    static readonly Platform.Time.WorkingCalendar Calendar = new(new(), TimeZoneInfo.Utc);
    static readonly DateTime Start = new(2026, 11, 23, 1, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Whatever_anybody_tries_a_ticket_only_moves_as_the_table_says() =>
        Gen.Select(Gen.Enum<TicketAct>(), Gen.Int[0, Actors.Length - 1], Gen.Enum<Whom>()).Array[0, 40].Sample(tries =>
        {
            var ticket = New();
            var now = Start;
            foreach (var (act, who, whom) in tries)
            {
                // Whoever acts as the one who has it is that person.
                var (before, by) = (ticket.State, new Act(Actors[who], Actors[who] == Actor.Assignee && ticket.AssigneeAccountId is { } holder ? holder : Guid.NewGuid(), "某人", now = now.AddMinutes(31)));
                var (waited, back) = (ticket.WaitsForDepartment, ticket.RefusedTo);
                var rule = TicketLife.Find(act, before);
                var moved = Try(ticket, act, by, whom);
                if (moved.Error is not null)
                {
                    ticket.State.ShouldBe(before);
                    continue;
                }
                moved.Value.From.ShouldBe(before);
                moved.Value.To.ShouldBe(ticket.State);
                (TicketLife.Find(moved.Value.Act, before)!.Value.By & by.As).ShouldNotBe((Actor)0);
                if (rule is { To: { } to } && act == moved.Value.Act) ticket.State.ShouldBe(to);
                var ended = ticket.State is TicketState.Cancelled or TicketState.Rejected;
                if (!ended) (ticket.AssigneeId is null).ShouldBe(ticket.State is TicketState.Submitted || ticket.WaitsForDepartment || ticket.ContractorId is not null);
                if (ticket.State == TicketState.Submitted) (ticket.DepartmentId, ticket.GiverId, ticket.AssigneeName).ShouldBe((null, null, null));
                if (ticket.WaitsForDepartment) (ticket.AssigneeName, ticket.AcceptedAt).ShouldBe((ticket.DepartmentName, null));
                if (ticket.GiverId is not null) ticket.GiverId.ShouldNotBe(ticket.AssigneeId);
                // Without holding it only the department's people move what waits for the department.
                if ((by.As & (Actor.Team | Actor.Lead)) != 0 && moved.Value.Act is TicketAct.Accept or TicketAct.Refuse or TicketAct.Return && (by.As & Actor.Assignee) == 0) waited.ShouldBeTrue();
                if (moved.Value.Act == TicketAct.Refuse) (moved.Value.Subject, ticket.AssigneeName).ShouldBe((back, back));
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

    [Fact]
    public void What_is_refused_goes_back_to_the_colleague_or_the_department_it_came_from_and_else_to_the_desk()
    {
        var (ticket, ann, bob) = (New(), Guid.NewGuid(), Guid.NewGuid());
        Act Desk(int minute) => new(Actor.Desk, Guid.NewGuid(), "调度", Start.AddMinutes(minute));
        Act Of(Guid account, string name, int minute, Actor actor = Actor.Assignee) => new(actor, account, name, Start.AddMinutes(minute));

        ticket.AssignTo(ann, ann, "安师傅", Cleaners, Desk(1), null, Calendar).Error.ShouldBeNull();
        ticket.RefusedTo.ShouldBeNull();
        ticket.AssignTo(bob, bob, "薄师傅", Cleaners, Of(ann, "安师傅", 2), "我去不了", Calendar).Error.ShouldBeNull();
        ticket.Refuse("", Cleaners, Of(bob, "薄师傅", 3), Calendar).Error.ShouldBe(TicketErrors.NoReason);
        ticket.Refuse("我也去不了", Cleaners, Of(bob, "薄师傅", 3), Calendar).Value.Act.ShouldBe(TicketAct.Refuse);
        (ticket.State, ticket.AssigneeId, ticket.GiverId).ShouldBe((TicketState.Assigned, ann, null));

        ticket.HandTo(Engineers, "工程部", Of(ann, "安师傅", 4), "要两个人", Calendar).Error.ShouldBeNull();
        ticket.AssignTo(bob, bob, "薄师傅", Engineers, Of(Guid.NewGuid(), "主管", 5, Actor.Lead), "你去", Calendar).Error.ShouldBeNull();
        ticket.Refuse("不行", Cleaners, Of(Guid.NewGuid(), "主管", 6, Actor.Lead), Calendar).Error.ShouldBe(TicketErrors.NotYours);
        ticket.Refuse("不行", Cleaners, Of(bob, "薄师傅", 6), Calendar).Value.Subject.ShouldBe("工程部");
        ticket.WaitsForDepartment.ShouldBeTrue();
        ticket.Refuse("没有人手", Cleaners, Of(Guid.NewGuid(), "主管", 7, Actor.Lead), Calendar).Value.Subject.ShouldBe("安师傅");
        (ticket.AssigneeId, ticket.DepartmentId).ShouldBe((ann, null));
        ticket.Refuse("今天做不了", Cleaners, Of(ann, "安师傅", 8), Calendar).Value.Act.ShouldBe(TicketAct.Return);
        (ticket.State, ticket.AssigneeId).ShouldBe((TicketState.Submitted, null));
    }

    enum Whom { Colleague, Department, Within, Outside }

    static Platform.Result<TicketMove> Try(Ticket ticket, TicketAct act, Act by, Whom whom) => act switch
    {
        TicketAct.Assign or TicketAct.Transfer when whom == Whom.Department => ticket.HandTo(Engineers, "工程部", by, "要两个人", Calendar),
        TicketAct.Assign or TicketAct.Transfer when whom == Whom.Within => ticket.AssignTo(Guid.NewGuid(), Guid.NewGuid(), "部门师傅", Engineers, by, "你去", Calendar),
        TicketAct.Assign or TicketAct.Transfer when whom == Whom.Outside => ticket.GiveTo(Guid.NewGuid(), "电梯公司", by, "要专业的", Calendar),
        TicketAct.Accept when ticket.WaitsForDepartment && whom == Whom.Within => ticket.Take(Guid.NewGuid(), by.Now.AddMinutes(30), by),
        TicketAct.Refuse => ticket.Refuse("接不了", Cleaners, by, Calendar),
        TicketAct.Assign or TicketAct.Transfer => ticket.AssignTo(Guid.NewGuid(), Guid.NewGuid(), "师傅", Cleaners, by, "忙", Calendar),
        TicketAct.Accept => ticket.Accept(by.Now.AddMinutes(30), by),
        TicketAct.Grab => ticket.Grab(Guid.NewGuid(), Cleaners, by.Now.AddMinutes(30), by),
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
        TicketAct.Comment => ticket.Comment("补充", false, true, by),
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
