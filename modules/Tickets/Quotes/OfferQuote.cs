using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Quotes;

/// <summary>Says what the work will cost, or that it costs nothing and why. A quote that was not answered yet is replaced.</summary>
sealed record OfferQuote(Guid TicketId, OfferQuote.Body What, string? Key)
{
    /// <param name="Free">It costs nothing; the note says why.</param>
    internal sealed record Body(IReadOnlyList<QuoteAsk>? Lines, string? Note = null, bool Free = false);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{id:guid}/quotes", Post).RequirePermission(TicketPermissions.Work, TicketPermissions.Assign).WithName("OfferQuote");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(Guid id, Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
        (await handler.Run(new(id, body, key), stop)).ToCreated("quotes");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Guid>> Run(OfferQuote command, CancellationToken stop)
        {
            var me = person.Required;
            if (await db.Seen(command.TicketId, me, stop) is not { } ticket) return CommonErrors.NotFound;
            var by = new Act(me.ActorOn(ticket), me.AccountId, me.Name, clock.GetUtcNow().UtcDateTime);
            return await db.SaveOnce(me.AccountId, command.Key, command with { Key = null }, by.Now, () => Make(ticket, command.What, by, stop), stop);
        }

        async Task<Result<Guid>> Make(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            // Our own people say what they will do; for a company outside the desk does.
            if ((by.As & Actor.Assignee) == 0 && ticket.ContractorId is null) return TicketErrors.NotYours;
            var offered = what.Free ? Quote.ForFree(ticket.Id, ticket.CategoryId, what.Note, by) : Quote.Offer(ticket.Id, ticket.CategoryId, what.Lines ?? [], await Prices(what.Lines ?? [], stop), what.Note, by);
            if (offered.Error is { } wrong) return wrong;
            var quote = offered.Value;
            var moved = ticket.Quoted(what.Free ? TicketAct.WaiveQuote : TicketAct.Quote, quote.Total, quote.Note, by);
            if (moved.Error is { } refused) return refused;

            foreach (var earlier in await db.Quotes.Where(q => q.TicketId == ticket.Id && (q.State == QuoteState.Offered || q.State == QuoteState.Accepted)).ToListAsync(stop))
            {
                if (what.Free) earlier.Waive();
                else if (earlier.State == QuoteState.Offered) earlier.Withdraw(by);
            }
            db.Quotes.Add(quote);
            db.Moves.Add(moved.Value);
            db.Publish(new TicketMoved(ticket.Id, moved.Value.Id));
            return quote.Id;
        }

        async Task<Dictionary<Guid, PriceItem>> Prices(IReadOnlyList<QuoteAsk> asks, CancellationToken stop)
        {
            var wanted = asks.Select(a => a.ItemId).Distinct().ToList();
            return await db.PriceItems.AsNoTracking().Where(p => wanted.Contains(p.Id) && !p.Retired).ToDictionaryAsync(p => p.Id, stop);
        }
    }
}
