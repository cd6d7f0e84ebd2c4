using System.Linq.Expressions;
using Tickets.Dispatch;
using Tickets.Life;
using static Platform.Words;

namespace Tickets.Facts;

/// <summary>A figure that leads to the tickets it counts.</summary>
enum Fact { Created, Cancelled, Urged, Reopened, Responded, RespondedLate, Arrived, ArrivedLate, Done, DoneLate, Rated, Low, Overridden }

/// <summary>The same as <see cref="Contribution"/> counts, asked of the tickets.</summary>
static class TicketsOfFact
{
    internal static IQueryable<Ticket> Of(this IQueryable<Ticket> tickets, Fact fact, DateTime? from, DateTime? to, IQueryable<TicketMove> moves, IQueryable<Rating> ratings, IQueryable<DispatchDecision> decisions, int lowScore)
    {
        var (since, until) = (from ?? DateTime.UnixEpoch, to ?? new DateTime(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Expression<Func<Ticket, bool>> counts = fact switch
        {
            Fact.Created => t => t.SubmittedAt >= since && t.SubmittedAt < until,
            Fact.Cancelled => t => (t.State == TicketState.Cancelled || t.State == TicketState.Rejected) && t.EndedAt >= since && t.EndedAt < until,
            Fact.Urged => t => moves.Any(m => m.TicketId == t.Id && m.Act == TicketAct.Urge && m.At >= since && m.At < until),
            Fact.Reopened => t => moves.Any(m => m.TicketId == t.Id && m.Act == TicketAct.Reopen && m.At >= since && m.At < until),
            Fact.Responded => t => t.AcceptedAt >= since && t.AcceptedAt < until,
            Fact.RespondedLate => t => t.AcceptedAt >= since && t.AcceptedAt < until && t.AcceptedAt > t.RespondBy,
            Fact.Arrived => t => t.StartedAt >= since && t.StartedAt < until && (t.ArriveBy != null || t.PromisedAt != null),
            Fact.ArrivedLate => t => t.StartedAt >= since && t.StartedAt < until && (t.ArriveBy != null || t.PromisedAt != null) && (t.StartedAt > t.ArriveBy || t.StartedAt > t.PromisedAt || t.StartedAt > t.ResolveBy),
            Fact.Done => t => t.DoneAt >= since && t.DoneAt < until,
            Fact.DoneLate => t => t.DoneAt >= since && t.DoneAt < until && t.DoneAt > t.ResolveBy,
            Fact.Rated => t => ratings.Any(r => r.TicketId == t.Id && r.At >= since && r.At < until),
            Fact.Overridden => t => decisions.Any(d => d.TicketId == t.Id && d.Overridden && d.At >= since && d.At < until),
            _ => t => ratings.Any(r => r.TicketId == t.Id && r.At >= since && r.At < until && (r.Speed <= lowScore || r.Result <= lowScore || r.Attitude <= lowScore)),
        };
        return tickets.Where(counts);
    }
}

static class FactWords
{
    internal static string Of(Fact fact) => fact switch
    {
        Fact.Created => T("新增"),
        Fact.Cancelled => T("取消与驳回"),
        Fact.Urged => T("催过的"),
        Fact.Reopened => T("返修过的"),
        Fact.Responded => T("已响应"),
        Fact.RespondedLate => T("响应超时"),
        Fact.Arrived => T("已到达"),
        Fact.ArrivedLate => T("到达超时"),
        Fact.Done => T("完成"),
        Fact.DoneLate => T("超时完成"),
        Fact.Rated => T("评价过的"),
        Fact.Overridden => T("没有采用系统推荐"),
        _ => T("评价偏低"),
    };
}
