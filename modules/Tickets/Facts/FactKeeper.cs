using System.Linq.Expressions;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Platform.Events;
using Platform.Settings;
using Platform.Tenancy;
using Tickets.Life;

namespace Tickets.Facts;

/// <summary>
/// Keeps the daily facts equal to the tickets. A touched ticket's contribution is computed anew and the days change by the difference to what it
/// contributed before, in one transaction: handling an event twice, late or out of order changes nothing.
/// </summary>
sealed class FactKeeper(AppDb db, ICompanySettings settings, ICurrentTenant tenant) : Contracts.ITicketFacts
{
    const int Batch = 200;

    /// <summary>Brings the days up to these tickets. The caller has a transaction and saves.</summary>
    internal async Task Keep(IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        var (zone, low) = (tenant.Required.Zone, (await settings.Get<TicketSettings>(stop)).LowScore);
        // What was there is read before the tickets: whoever was faster is noticed by its version.
        var before = await db.TicketFacts.Where(f => ids.Contains(f.TicketId)).ToDictionaryAsync(f => f.TicketId, stop);
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(stop);
        var moves = (await db.Moves.AsNoTracking().Where(m => ids.Contains(m.TicketId) && Contribution.Acts.Contains(m.Act)).ToListAsync(stop)).ToLookup(m => m.TicketId);
        var ratings = await db.Ratings.AsNoTracking().Where(r => ids.Contains(r.TicketId)).ToDictionaryAsync(r => r.TicketId, stop);

        Dictionary<Cell, Measures> changes = [];
        foreach (var ticket in tickets)
        {
            var cells = Contribution.Of(ticket, [.. moves[ticket.Id]], ratings.GetValueOrDefault(ticket.Id), zone, low);
            if (!before.TryGetValue(ticket.Id, out var fact)) db.TicketFacts.Add(fact = new TicketFact(ticket.Id));
            foreach (var (cell, was) in fact.Cells) Change(cell).Add(was, -1);
            foreach (var (cell, now) in cells) Change(cell).Add(now);
            fact.Become(cells);
        }
        await Apply(changes.Where(c => !c.Value.Nothing).ToDictionary(), stop);

        Measures Change(Cell cell) => changes.TryGetValue(cell, out var there) ? there : changes[cell] = new();
    }

    // Always in the same order, so that two nodes never wait for each other.
    async Task Apply(Dictionary<Cell, Measures> changes, CancellationToken stop)
    {
        var keys = changes.Keys.Select(c => c.Key).ToList();
        var known = (await db.DailyFacts.Where(f => keys.Contains(f.Id)).Select(f => f.Id).ToListAsync(stop)).ToHashSet();
        foreach (var (cell, difference) in changes.OrderBy(c => c.Key.Key))
        {
            var id = cell.Key;
            if (!known.Contains(id)) db.DailyFacts.Add(new DailyFact(cell, difference));
            else await db.DailyFacts.Where(f => f.Id == id).ExecuteUpdateAsync(row => Raise(row, difference), stop);
        }
    }

    static void Raise(UpdateSettersBuilder<DailyFact> row, Measures difference)
    {
        var fact = Expression.Parameter(typeof(DailyFact), "f");
        foreach (var measure in Measures.All)
        {
            if (difference[measure] is not (not 0 and var n)) continue;
            var column = Expression.Property(Expression.Property(fact, nameof(DailyFact.Is)), measure);
            row.SetProperty(Expression.Lambda<Func<DailyFact, long>>(column, fact), Expression.Lambda<Func<DailyFact, long>>(Expression.Add(column, Expression.Constant(n)), fact));
        }
    }

    /// <summary>Counts everything from scratch, in one transaction. What happens meanwhile is added by its events afterwards.</summary>
    public async Task<int> Rebuild(CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.TicketFacts.ExecuteDeleteAsync(stop);
        await db.DailyFacts.ExecuteDeleteAsync(stop);
        var (counted, last) = (0, Guid.Empty);
        while (true)
        {
            var ids = await db.Tickets.Where(t => t.Id > last).OrderBy(t => t.Id).Select(t => t.Id).Take(Batch).ToListAsync(stop);
            if (ids.Count == 0) break;
            await Keep(ids, stop);
            await db.SaveChangesAsync(stop);
            db.ChangeTracker.Clear();
            (counted, last) = (counted + ids.Count, ids[^1]);
        }
        await transaction.CommitAsync(stop);
        return counted;
    }
}

/// <summary>Every line of a timeline may change what its ticket counts for.</summary>
sealed class KeepFacts(FactKeeper facts) : IHandle<TicketMoved>
{
    public Task Handle(TicketMoved happened, EventContext context, CancellationToken stop) => facts.Keep([happened.TicketId], stop);
}
