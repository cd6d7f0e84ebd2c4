using Staff.Contracts;
using Tickets.Categories;
using Tickets.Life;
using static Platform.Words;

namespace Tickets.Dispatch;

/// <summary>The first version of smart dispatch (智能分配): skill 40, area 25, open work 20, familiarity 15. Limits are never traded for points.</summary>
static class Scoring
{
    internal static ScoredCandidate Score(Candidate person, Ticket ticket, CategoryRules rules, int open, int familiar, int maxOpen, IReadOnlyDictionary<string, string> skillNames)
    {
        List<string> reasons = [];
        var score = Skill(person, rules, skillNames, reasons) + Area(person, ticket, reasons) + Load(open, maxOpen, reasons) + Familiarity(familiar, reasons);
        var blocked = Blocked(person, ticket, rules, open, maxOpen);
        reasons.AddRange(WhyNot(person, rules, blocked, maxOpen, skillNames));
        return new(person.Card.StaffId, person.Card.AccountId, person.Card.Name, person.Card.Position, person.Card.OnDuty, open, blocked == Block.None ? score : Math.Min(score, 40), blocked, reasons);
    }

    static Block Blocked(Candidate person, Ticket ticket, CategoryRules rules, int open, int maxOpen) =>
        rules.Skills.Any(s => !person.Skills.ContainsKey(s)) ? Block.Skill
        : person.OnLeave ? Block.Leave
        : !person.Card.OnDuty || !person.OnShift ? Block.OffDuty
        : !Covers(person, ticket) ? Block.Area
        : open >= maxOpen ? Block.Overload
        : Block.None;

    static bool Covers(Candidate person, Ticket ticket) =>
        person.Communities.Contains(ticket.CommunityId) || (ticket.BuildingId is { } building && person.Buildings.Contains(building));

    static int Skill(Candidate person, CategoryRules rules, IReadOnlyDictionary<string, string> names, List<string> reasons)
    {
        if (rules.Skills.Count == 0) return 25;
        var held = rules.Skills.Where(person.Skills.ContainsKey).ToList();
        reasons.AddRange(held.Select(s => T("{0} {1} 级", names.GetValueOrDefault(s, s), person.Skills[s])));
        return held.Count < rules.Skills.Count ? 0 : (int)Math.Round(40 * held.Average(s => person.Skills[s]) / 5.0);
    }

    static int Area(Candidate person, Ticket ticket, List<string> reasons)
    {
        if (ticket.BuildingId is { } building && person.Buildings.Contains(building))
        {
            reasons.Add(T("负责这栋楼"));
            return 25;
        }
        if (!person.Communities.Contains(ticket.CommunityId)) return 0;
        reasons.Add(T("负责本小区"));
        return 18;
    }

    static int Load(int open, int maxOpen, List<string> reasons)
    {
        reasons.Add(open == 0 ? T("手上没有单") : T("手上 {0} 单", open));
        return open >= maxOpen ? 0 : (int)Math.Round(20.0 * (maxOpen - open) / maxOpen);
    }

    static int Familiarity(int familiar, List<string> reasons)
    {
        if (familiar == 0) return 0;
        reasons.Add(T("半年内修过这里 {0} 次", familiar));
        return Math.Min(15, 5 * familiar);
    }

    static IEnumerable<string> WhyNot(Candidate person, CategoryRules rules, Block blocked, int maxOpen, IReadOnlyDictionary<string, string> names) => blocked switch
    {
        Block.Skill => rules.Skills.Where(s => !person.Skills.ContainsKey(s)).Select(s => person.Expired.Contains(s) ? T("{0}证书已过期", names.GetValueOrDefault(s, s)) : T("没有{0}技能", names.GetValueOrDefault(s, s))),
        Block.Leave => [T("请假中")],
        Block.OffDuty => [person.Card.OnDuty ? T("不在班次内") : T("不在岗")],
        Block.Area => [T("不负责这个小区")],
        Block.Overload => [T("手上已满 {0} 单", maxOpen)],
        _ => [],
    };
}
