using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Settings;
using Staff.Contracts;
using Tickets.Life;

namespace Tickets.Dispatch;

/// <summary>Weighs everybody who takes field work for a ticket, best first. People the ticket complains about are left out.</summary>
sealed class Candidates(AppDb db, IStaffDirectory staff, ICompanySettings settings, TimeProvider clock)
{
    internal async Task<IReadOnlyList<ScoredCandidate>> For(Ticket ticket, CancellationToken stop)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var people = await staff.Candidates(now, stop);
        var names = await staff.SkillNames(stop);
        var rules = (await db.Categories.AsNoTracking().SingleAsync(c => c.Id == ticket.CategoryId, stop)).Rules;
        var max = (await settings.Get<TicketSettings>(stop)).MaxOpenPerTechnician;

        var load = await db.Tickets.AsNoTracking().Where(t => t.AssigneeId != null && t.Id != ticket.Id && TicketLife.Load.Contains(t.State))
            .GroupBy(t => t.AssigneeId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var familiar = await Familiar(ticket, now, stop);

        return [.. people.Where(p => p.Card.AccountId != ticket.AboutAccountId)
            .Select(p => Scoring.Score(p, ticket, rules, load.GetValueOrDefault(p.Card.StaffId), familiar.GetValueOrDefault(p.Card.StaffId), max, names))
            .OrderBy(c => c.Blocked != Block.None).ThenByDescending(c => c.Score).ThenBy(c => c.Open).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    async Task<Dictionary<Guid, int>> Familiar(Ticket ticket, DateTime now, CancellationToken stop)
    {
        if (ticket.PlaceCode.Length == 0) return [];
        var since = now.AddDays(-180);
        return await db.Tickets.AsNoTracking()
            .Where(t => t.PlaceCode == ticket.PlaceCode && t.CommunityId == ticket.CommunityId && t.DoneAt > since && t.AssigneeId != null)
            .GroupBy(t => t.AssigneeId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
    }
}
