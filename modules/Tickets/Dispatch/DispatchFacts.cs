using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Dispatch.Engine;
using Tickets.Life;

namespace Tickets.Dispatch;

/// <summary>What the engines are asked about, and the people behind the ids.</summary>
sealed record DispatchCase(IReadOnlyList<Job> Jobs, IReadOnlyList<Worker> Workers, Situation Situation, BatchRules Batch, IReadOnlyDictionary<Guid, Candidate> People, IReadOnlyDictionary<string, string> SkillNames)
{
    /// <summary>Everybody weighed for the job, best first, as it is kept and shown.</summary>
    internal IReadOnlyList<ScoredCandidate> Rank(Job job)
    {
        var here = Situation.Among(Workers);
        return [.. ImmediateEngine.Rank(job, Workers, here).Select(a => Of(a, job, here))];
    }

    ScoredCandidate Of(Appraisal a, Job job, Situation here)
    {
        var card = People[a.Worker.Id].Card;
        return new(card.StaffId, card.AccountId, card.Name, card.Position, card.OnDuty, a.Worker.Open, a.Score(job, here), a.Blocked, Reasons.Of(a, job, here, SkillNames), (int)Math.Max(0, Math.Round((a.Arrival - here.Now).TotalMinutes)));
    }
}

/// <summary>Reads what the engines need to know about some tickets and about everybody who takes field work: a dozen questions, however many there are of either.</summary>
sealed class DispatchFacts(AppDb db, IStaffDirectory staff, IPlaces places, ICompanySettings settings, TimeProvider clock)
{
    static readonly TimeSpan StillThere = TimeSpan.FromHours(8);
    static readonly TimeSpan Looked = TimeSpan.FromDays(90);
    const int MostPast = 1000;

    internal async Task<DispatchCase> Gather(IReadOnlyList<Ticket> tickets, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rules = await settings.Get<TicketSettings>(stop);
        var people = (await staff.Candidates(now, stop)).ToDictionary(p => p.Card.StaffId);
        var map = new EstateMap(await places.Buildings(stop), await places.Communities(stop));
        var kinds = tickets.Select(t => t.CategoryId).ToHashSet();
        var past = await Past(kinds, now, stop);
        var load = (await Load([.. tickets.Select(t => t.Id)], stop)).ToLookup(o => o.Staff);
        var week = await Week(now, stop);
        var last = await LastPlaces(now, stop);
        var minutes = past.Where(p => p.Minutes is not null).GroupBy(p => p.Category).ToDictionary(g => g.Key, g => Median([.. g.Select(p => p.Minutes!.Value)]));
        var quality = await Rated(past, kinds, now, stop);

        double Usual(Guid category) => minutes.GetValueOrDefault(category, rules.Dispatch.JobMinutes);
        var workers = people.Values.Select(p => Hands.Worker(p, [.. load[p.Card.StaffId]], week.GetValueOrDefault(p.Card.StaffId), last.GetValueOrDefault(p.Card.StaffId), quality.GetValueOrDefault(p.Card.StaffId), map, Usual, now)).ToList();
        var situation = new Situation(now, rules.Dispatch.Weights, map.Walking(rules.Dispatch), rules.MaxOpenPerTechnician);
        return new(await Jobs(tickets, people, rules, map, Usual, now, stop), workers, situation, new(rules.Dispatch.MinGainMinutes), people, await staff.SkillNames(stop));
    }

    async Task<IReadOnlyList<Job>> Jobs(IReadOnlyList<Ticket> tickets, Dictionary<Guid, Candidate> people, TicketSettings rules, EstateMap map, Func<Guid, double> usual, DateTime now, CancellationToken stop)
    {
        var ids = tickets.Select(t => t.CategoryId).Distinct().ToList();
        var skills = await db.Categories.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Skills, stop);
        var declined = await Declined(tickets, people, stop);
        var familiar = await Familiar(tickets, now, stop);
        return [.. tickets.Select(t => new Job(t.Id, t.CategoryId, t.CommunityId)
        {
            Skills = skills[t.CategoryId],
            Building = t.BuildingId,
            At = map.Spot(t.CommunityId, t.BuildingId),
            Priority = t.Priority,
            Reported = t.ClockFrom,
            ArriveBy = t.PreferredTo ?? t.ArriveBy ?? t.ResolveBy.AddMinutes(-usual(t.CategoryId)),
            NotBefore = t.PreferredFrom,
            OfferBy = t.RespondBy.AddMinutes(-rules.AcceptMinutes),
            Minutes = usual(t.CategoryId),
            Holder = t.State == TicketState.Assigned ? t.AssigneeId : null,
            Declined = declined[t.Id].ToHashSet(),
            Familiar = familiar[(t.CommunityId, t.PlaceCode)].ToDictionary(f => f.Staff, f => f.Count),
        })];
    }

    // Who was asked since the clock began and did not accept; who gave it back; and whom a complaint is about.
    async Task<ILookup<Guid, Guid>> Declined(IReadOnlyList<Ticket> tickets, Dictionary<Guid, Candidate> people, CancellationToken stop)
    {
        var by = tickets.ToDictionary(t => t.Id);
        var ids = by.Keys.ToList();
        var asked = await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.TicketId) && d.ChosenStaffId != null).Select(d => new { d.TicketId, Staff = d.ChosenStaffId!.Value, d.At }).ToListAsync(stop);
        var accounts = people.Values.ToLookup(p => p.Card.AccountId, p => p.Card.StaffId);
        var answers = (await db.Moves.AsNoTracking().Where(m => ids.Contains(m.TicketId) && (m.Act == TicketAct.Return || m.Act == TicketAct.Refuse || m.Act == TicketAct.Accept) && m.ActorAccountId != null)
            .Select(m => new { m.TicketId, m.ActorAccountId, m.At, m.Act }).ToListAsync(stop)).Where(m => m.At >= by[m.TicketId].ClockFrom)
            .SelectMany(m => accounts[m.ActorAccountId!.Value].Select(s => (Ticket: m.TicketId, Staff: s, m.Act))).ToList();
        var accepted = answers.Where(m => m.Act == TicketAct.Accept).Select(m => (m.Ticket, m.Staff)).ToHashSet();
        return asked.Where(d => d.At >= by[d.TicketId].ClockFrom && d.Staff != by[d.TicketId].AssigneeId).Select(d => (d.TicketId, d.Staff)).Where(d => !accepted.Contains(d))
            .Concat(answers.Where(m => m.Act != TicketAct.Accept).Select(m => (m.Ticket, m.Staff)))
            .Concat(tickets.Where(t => t.AboutAccountId is not null).SelectMany(t => accounts[t.AboutAccountId!.Value].Select(s => (t.Id, s))))
            .ToLookup(x => x.Item1, x => x.Item2);
    }

    async Task<ILookup<(Guid, string), (Guid Staff, int Count)>> Familiar(IReadOnlyList<Ticket> tickets, DateTime now, CancellationToken stop)
    {
        var codes = tickets.Where(t => t.PlaceCode.Length > 0).Select(t => t.PlaceCode).Distinct().ToList();
        var since = now.AddDays(-180);
        var rows = codes.Count == 0 ? [] : await db.Tickets.AsNoTracking().Where(t => codes.Contains(t.PlaceCode) && t.DoneAt > since && t.AssigneeId != null)
            .GroupBy(t => new { t.CommunityId, t.PlaceCode, Staff = t.AssigneeId!.Value }).Select(g => new { g.Key.CommunityId, g.Key.PlaceCode, g.Key.Staff, Count = g.Count() }).ToListAsync(stop);
        return rows.ToLookup(r => (r.CommunityId, r.PlaceCode), r => (r.Staff, r.Count));
    }

    async Task<IReadOnlyList<OpenWork>> Load(IReadOnlyList<Guid> but, CancellationToken stop) =>
        await db.Tickets.AsNoTracking().Where(t => t.AssigneeId != null && TicketLife.Load.Contains(t.State) && !but.Contains(t.Id))
            .Select(t => new OpenWork(t.AssigneeId!.Value, t.State, t.CommunityId, t.BuildingId, t.CategoryId, t.StartedAt, t.PromisedAt, t.PreferredFrom)).ToListAsync(stop);

    Task<Dictionary<Guid, int>> Week(DateTime now, CancellationToken stop)
    {
        var since = now.AddDays(-7);
        return db.Tickets.AsNoTracking().Where(t => t.DoneAt > since && t.AssigneeId != null).GroupBy(t => t.AssigneeId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
    }

    async Task<Dictionary<Guid, (Guid Community, Guid? Building)>> LastPlaces(DateTime now, CancellationToken stop)
    {
        var since = now - StillThere;
        var rows = await db.Tickets.AsNoTracking().Where(t => t.DoneAt > since && t.AssigneeId != null).Select(t => new { Staff = t.AssigneeId!.Value, t.CommunityId, t.BuildingId, t.DoneAt }).ToListAsync(stop);
        return rows.GroupBy(r => r.Staff).ToDictionary(g => g.Key, g => g.MaxBy(r => r.DoneAt) is var r ? (r!.CommunityId, r.BuildingId) : default);
    }

    sealed record PastWork(Guid Staff, Guid Category, DateTime At, double? Minutes, double? Rating);

    // The newest are enough to know how people work.
    async Task<IReadOnlyList<PastWork>> Past(HashSet<Guid> categories, DateTime now, CancellationToken stop)
    {
        var since = now - Looked;
        var rows = await db.Tickets.AsNoTracking().Where(t => categories.Contains(t.CategoryId) && t.DoneAt > since && t.AssigneeId != null).OrderByDescending(t => t.DoneAt).Take(MostPast)
            .Select(t => new { Staff = t.AssigneeId!.Value, t.CategoryId, t.StartedAt, t.DoneAt, Rating = db.Set<Rating>().Where(r => r.TicketId == t.Id).Select(r => (int?)(r.Speed + r.Result + r.Attitude)).FirstOrDefault() }).ToListAsync(stop);
        return [.. rows.Select(r => new PastWork(r.Staff, r.CategoryId, r.DoneAt!.Value, r.StartedAt is { } from ? Math.Clamp((r.DoneAt!.Value - from).TotalMinutes, 5, 480) : null, r.Rating / 3.0))];
    }

    async Task<Dictionary<Guid, Dictionary<Guid, Quality>>> Rated(IReadOnlyList<PastWork> past, HashSet<Guid> categories, DateTime now, CancellationToken stop)
    {
        var since = past.Count < MostPast ? now - Looked : past.Min(p => p.At);
        // Of the same months as the work it is compared with; the clock of reopened work begins with the reopening.
        var again = await db.Tickets.AsNoTracking().Where(t => t.ReworkOfId != null && categories.Contains(t.CategoryId) && t.ClockFrom >= since).GroupBy(t => new { Staff = t.ReworkOfId!.Value, t.CategoryId })
            .Select(g => new { g.Key.Staff, g.Key.CategoryId, Count = g.Count() }).ToDictionaryAsync(g => (g.Staff, g.CategoryId), g => g.Count, stop);
        return past.GroupBy(p => p.Staff).ToDictionary(g => g.Key, g => g.GroupBy(p => p.Category).ToDictionary(c => c.Key,
            c => new Quality(c.Average(p => p.Rating), again.GetValueOrDefault((g.Key, c.Key)), c.Count())));
    }

    static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
