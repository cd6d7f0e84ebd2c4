using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Platform.Settings;
using Platform.Tenancy;
using Platform.Time;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Contracts;
using Tickets.Dispatch;
using Tickets.Life;
using Tickets.Quotes;

namespace Tickets.Demo;

/// <summary>Walks invented tickets through the entity's own rules at invented times, so that no demo state is one that life could not make.</summary>
sealed class MakeTickets(AppDb db, ICurrentTenant tenant, ICompanySettings settings, IPlaces places, IStaffDirectory staff, Numbers numbers, TimeProvider clock, Facts.FactKeeper facts) : ITicketsDemo
{
    static readonly (string Match, string[] Words)[] Stories =
    [
        ("漏水", ["水槽下面的接头一直滴水，柜子底板已经湿了，接了盆，大约半小时满一盆。", "卫生间天花板在滴水，怀疑楼上漏。", "阳台水管接口渗水，昨天开始的。"]),
        ("堵", ["厨房下水堵了，洗菜池返水，地柜里也有水。", "卫生间地漏排不下去，积水到门口了。"]),
        ("灯", ["楼道灯不亮，晚上看不清台阶。", "客厅吸顶灯一闪一闪，换过灯泡也没用。"]),
        ("电", ["卫生间一开浴霸就跳闸，推不上去。", "插座没电，冰箱里的东西要坏了。"]),
        ("门", ["入户门锁打不开，钥匙拧不动。", "单元门禁刷卡没反应，已经两天了。"]),
        ("电梯", ["电梯运行有异响，到 8 楼会抖一下。", "电梯按钮失灵，三楼按不亮。"]),
        ("绿化", ["中心花园的灌木太久没修剪，挡住了路灯。"]),
        ("垃圾", ["垃圾桶满了三天没人收，味道很大。"]),
        ("", ["麻烦尽快安排人来看看，白天家里都有人。", "用了十年了，最近越来越不好用，请师傅来检查一下。", "邻居也反映过同样的问题，希望彻底处理。"]),
    ];

    static readonly string[] StepsDone = ["到场检查，确认故障点", "更换损坏的零件", "试运行 5 分钟，正常", "清理现场，和住户一起验收"];
    static readonly (string Name, decimal Quantity, string Unit)[] Materials = [("角阀接头 4 分", 1, "个"), ("生料带", 1, "卷"), ("LED 灯泡 9W", 2, "个"), ("合页", 2, "副"), ("密封胶", 0.5m, "支")];
    static readonly string[] Praise = ["师傅来得快，修得也仔细。", "很专业，还帮忙收拾干净了。", "修好了，谢谢。", "态度很好。", "来晚了一点，但修好了。"];

    Dictionary<Guid, Guid> teams = [];
    Dictionary<Guid, PriceItem> prices = [];

    async Task ITicketsDemo.Make(DemoTickets plan, CancellationToken stop)
    {
        var random = new Random(plan.Seed);
        var leaves = await db.Categories.AsNoTracking().Where(c => c.ParentId != null && !c.Retired && c.Kind != TicketKind.Order).ToListAsync(stop);
        var groups = await db.Categories.AsNoTracking().Where(c => c.ParentId == null).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var calendar = new WorkingCalendar(await settings.Get<CalendarSettings>(stop), tenant.Required.Zone);
        var rules = await settings.Get<TicketSettings>(stop);
        var now = clock.GetUtcNow().UtcDateTime;
        teams = (await staff.Cards([.. plan.Technicians.Select(t => t.StaffId)], stop)).ToDictionary(c => c.Key, c => c.Value.DepartmentId);
        prices = await db.PriceItems.AsNoTracking().Where(p => p.Price > 0 && !p.Retired).OrderBy(p => p.Order).ToDictionaryAsync(p => p.Id, stop);

        var times = Enumerable.Range(0, plan.Count).Select(_ => When(random, plan.Days, now)).Order().ToList();
        for (var i = 0; i < plan.Count; i++)
        {
            // Mostly repairs, as in life; complaints and suggestions now and then.
            var wanted = random.NextDouble() < 0.85 ? TicketKind.Repair : random.NextDouble() < 0.7 ? TicketKind.Complaint : TicketKind.Suggestion;
            var pool = leaves.Where(l => l.Kind == wanted).DefaultIfEmpty(leaves[0]).ToList();
            var leaf = pool[random.Next(pool.Count)];
            await One(random, plan, leaf, groups[leaf.ParentId!.Value], times[i], now, calendar, rules, stop);
            if (i % 50 == 49) await Save(stop);
        }
        await Save(stop);
        await facts.Rebuild(stop);
    }

    async Task Save(CancellationToken stop)
    {
        await db.SaveChangesAsync(stop);
        db.ChangeTracker.Clear();
    }

    static DateTime When(Random random, int days, DateTime now)
    {
        // A tenth within the last hours, so that the board has something to show.
        if (random.NextDouble() < 0.1) return now.AddMinutes(-random.Next(5, 360));
        var day = now.Date.AddDays(-random.Next(1, days + 1));
        // Beijing mornings and evenings are busy (UTC+8).
        return day.AddHours(random.NextDouble() < 0.55 ? random.Next(0, 4) : random.Next(4, 15)).AddMinutes(random.Next(60));
    }

    async Task One(Random random, DemoTickets plan, Category leaf, string group, DateTime at, DateTime now, WorkingCalendar calendar, TicketSettings rules, CancellationToken stop)
    {
        var reporter = plan.Reporters[random.Next(plan.Reporters.Count)];
        var isPublic = leaf.Where == PlaceRule.Public || (leaf.Where == PlaceRule.Both && leaf.Kind != TicketKind.Repair && random.NextDouble() < 0.7);
        var found = isPublic && plan.PublicPlaces.Count > 0
            ? await places.Find(plan.PublicPlaces[random.Next(plan.PublicPlaces.Count)], PlaceKind.PublicPlace, stop) : await places.Find(reporter.UnitId, PlaceKind.Unit, stop);
        if (found is null) return;

        var code = found.Kind == PlaceKind.Unit ? string.Join('-', new[] { found.Building, found.Section, found.Unit }.Where(p => !string.IsNullOrEmpty(p))) : found.Label;
        var place = new TicketPlace(found.CommunityId, found.Community, found.BuildingId, found.Kind == PlaceKind.Unit ? found.Id : null, found.Kind == PlaceKind.PublicPlace ? found.Id : null, found.Label, code);
        var by = new Act(Actor.Reporter, reporter.AccountId ?? tenant.Required.Id, reporter.Name, at);
        var story = Stories.First(s => leaf.Name.Contains(s.Match, StringComparison.Ordinal));
        var prefix = leaf.Kind == TicketKind.Repair ? rules.RepairPrefix : rules.ComplaintPrefix;
        var number = await numbers.Next(tenant.Required.Id, prefix, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, tenant.Required.Zone)), stop);
        var ticket = Ticket.Submit(Guid.CreateVersion7(at), number, leaf, $"{group} › {leaf.Name}", place, new(reporter.AccountId, reporter.Name, reporter.Phone), story.Words[random.Next(story.Words.Length)],
            reporter.AccountId is null ? TicketSource.Phone : TicketSource.App, by);
        if (ticket.Error is not null) return;

        ticket.Value.Target(Deadlines.Count(calendar, rules, leaf, leaf.Priority, at));
        db.Tickets.Add(ticket.Value);
        db.Moves.Add(ticket.Value.Submitted(by));
        Walk(random, plan, ticket.Value, leaf, at, now, calendar);
    }

    void Walk(Random random, DemoTickets plan, Ticket ticket, Category leaf, DateTime at, DateTime now, WorkingCalendar calendar)
    {
        var fit = plan.Technicians.Where(t => t.Communities.Contains(ticket.CommunityId) && leaf.Skills.All(t.Skills.Contains)).ToList();
        // What nobody here has the skill for goes to whoever covers the place, as it would by hand.
        if (fit.Count == 0) fit = [.. plan.Technicians.Where(t => t.Communities.Contains(ticket.CommunityId))];
        if (fit.Count == 0) return;
        var who = fit[random.Next(fit.Count)];
        var reporter = new Act(Actor.Reporter, ticket.ReporterAccountId, ticket.ContactName, at);
        var time = at;

        DateTime Next(int from, int to) => time = time.AddMinutes(random.Next(from, to));
        bool Do(Platform.Result<TicketMove> moved)
        {
            if (moved.Error is not null) return false;
            db.Moves.Add(moved.Value);
            return true;
        }
        bool Reached(DateTime when) => when < now;
        Act Worker() => new(Actor.Assignee, who.AccountId, who.Name, time);

        // What is fresh stops somewhere on the way; what is old has come to its end.
        if (random.NextDouble() < 0.04 && Reached(Next(2, 20))) { Do(ticket.Cancel("自己处理好了", reporter with { Now = time })); return; }
        if (!Reached(Next(1, 6)) || !Do(ticket.AssignTo(who.StaffId, who.AccountId, who.Name, teams[who.StaffId], new Act(Actor.System, null, "自动派单", time), null, calendar))) return;
        db.Decisions.Add(DispatchDecision.ByProduct(ticket.Id, new(who.StaffId, who.AccountId, who.Name, "", true, 1, 70 + random.Next(25), Dispatch.Engine.Block.None, ["负责本小区", "手上 1 单"]), [], time));
        if (!Reached(Next(2, 25)) || !Do(ticket.Accept(time.AddMinutes(random.Next(20, 90)), Worker()))) return;
        if (!Reached(Next(3, 40)) || !Do(ticket.Depart(Worker()))) return;
        if (!Reached(Next(5, 30)) || !Do(ticket.Start(Worker()))) return;
        if (random.NextDouble() < 0.12 && Reached(Next(10, 40)))
        {
            Do(ticket.Suspend(random.NextDouble() < 0.5 ? "等材料，已下单" : "住户临时外出，改约时间", true, time.AddHours(random.Next(4, 48)), Worker()));
            if (!Reached(Next(240, 1600)) || !Do(ticket.Resume(Worker(), calendar))) return;
        }
        Quote? quote = null;
        if (leaf.Chargeable && ticket.UnitId is not null && !Settle(random, ticket, Worker, reporter, () => Reached(Next(2, 15)), Do, out quote)) return;
        foreach (var text in StepsDone.Take(Math.Max(leaf.MinSteps, random.Next(2, 5)))) db.Work.Add(WorkEntry.New(ticket.Id, WorkKind.Step, text, null, null, Worker()).Value);
        if (random.NextDouble() < 0.5)
        {
            var (name, quantity, unit) = Materials[random.Next(Materials.Length)];
            db.Work.Add(WorkEntry.New(ticket.Id, WorkKind.Material, name, quantity, unit, Worker()).Value);
            db.Work.Add(WorkEntry.New(ticket.Id, WorkKind.Labour, "工时", random.Next(1, 7) * 0.5m, null, Worker()).Value);
        }
        if (!Reached(Next(15, 120)) || !Do(ticket.Complete(ticket.Kind is TicketKind.Complaint or TicketKind.Suggestion ? "已核实并处理，结果告诉了住户" : null, [], Worker()))) return;
        quote?.Charge(time);
        Finish(random, ticket, reporter, Next, Do, Reached, now);
    }

    // What may cost something is agreed to before it is done: by a quote out of the price list, or by saying that it is free.
    bool Settle(Random random, Ticket ticket, Func<Act> worker, Act reporter, Func<bool> reached, Func<Platform.Result<TicketMove>, bool> act, out Quote? quote)
    {
        quote = null;
        if (prices.Count == 0 || random.NextDouble() < 0.3)
        {
            var free = Quote.ForFree(ticket.Id, ticket.CategoryId, "在保修期内", worker()).Value;
            db.Quotes.Add(free);
            return act(ticket.Quoted(TicketAct.WaiveQuote, free.Total, free.Note, worker()));
        }
        var offered = quote = Quote.Offer(ticket.Id, ticket.CategoryId, [new(prices.Keys.ElementAt(random.Next(prices.Count)), 1)], prices, null, worker()).Value;
        db.Quotes.Add(offered);
        if (!act(ticket.Quoted(TicketAct.Quote, offered.Total, null, worker())) || !reached()) return false;
        var answer = reporter with { Now = worker().Now };
        return offered.Reply(true, null, answer).Error is null && act(ticket.Quoted(TicketAct.AcceptQuote, offered.Total, null, answer));
    }

    void Finish(Random random, Ticket ticket, Act reporter, Func<int, int, DateTime> next, Func<Platform.Result<TicketMove>, bool> act, Func<DateTime, bool> reached, DateTime now)
    {
        var at = next(20, 600);
        if (ticket.ReporterAccountId is not null && random.NextDouble() < 0.7 && reached(at))
        {
            var good = random.NextDouble() < 0.85;
            var rating = new Rating(ticket.Id, at);
            rating.Score(random.Next(good ? 4 : 2, good ? 6 : 4), random.Next(good ? 4 : 2, good ? 6 : 5), random.Next(4, 6), random.NextDouble() < 0.5 ? Praise[random.Next(Praise.Length)] : null);
            db.Ratings.Add(rating);
            act(ticket.Rated(null, reporter with { Now = at }));
        }
        var closes = ticket.DoneAt!.Value.AddDays(7);
        if (closes < now) act(ticket.Close(new Act(Actor.System, null, "到期关闭", closes)));
        else db.Publish(new TicketCloseDue(ticket.Id, ticket.DoneAt.Value), dueAt: closes);
    }
}
