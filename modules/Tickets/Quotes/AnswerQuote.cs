using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tickets.Contracts;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Quotes;

/// <summary>The resident agrees to a quote or not, the desk writes down what the resident said on the phone, or the technician takes it back.</summary>
sealed record AnswerQuote(Guid Id, QuoteState Answer, string? Words, int Version)
{
    internal sealed record Body(bool? Accept, string? Words, int Version);

    internal sealed record Back(int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/quotes/{id:guid}/answer", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body.Accept == true ? QuoteState.Accepted : QuoteState.Declined, body.Words, body.Version), stop)).ToNoContent())
            .RequirePermission(TicketPermissions.Report, TicketPermissions.Assign).WithName("AnswerQuote").WithTags("Tickets");
        api.MapPost("/quotes/{id:guid}/withdraw", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Back body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, QuoteState.Withdrawn, null, body.Version), stop)).ToNoContent()).RequirePermission(TicketPermissions.Work, TicketPermissions.Assign).WithName("WithdrawQuote").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        public async Task<Result<Done>> Run(AnswerQuote command, CancellationToken stop)
        {
            var me = person.Required;
            var quote = await db.Quotes.SingleOrDefaultAsync(q => q.Id == command.Id, stop);
            if (quote is null || await db.Seen(quote.TicketId, me, stop) is not { } ticket) return CommonErrors.NotFound;
            if (quote.Version != command.Version) return CommonErrors.Stale;

            var by = new Act(me.ActorOn(ticket), me.AccountId, me.Name, clock.GetUtcNow().UtcDateTime);
            var act = command.Answer switch { QuoteState.Accepted => TicketAct.AcceptQuote, QuoteState.Declined => TicketAct.DeclineQuote, _ => TicketAct.WithdrawQuote };
            var moved = ticket.Quoted(act, quote.Total, command.Words, by);
            if (moved.Error is { } refused) return refused;
            var done = act == TicketAct.WithdrawQuote ? quote.Withdraw(by) : quote.Reply(act == TicketAct.AcceptQuote, command.Words, by);
            if (done.Error is not null) return done;

            db.Moves.Add(moved.Value);
            db.Publish(new TicketMoved(ticket.Id, moved.Value.Id));
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}

static class Charging
{
    /// <summary>
    /// True while work in a home that may cost something has neither an agreed quote nor a word that it is free: until then nothing that is charged is written down and the work is not finished.
    /// What was agreed for another kind of work does not count; work done again is not paid twice. What is done for everybody's parts of the estate is paid by nobody in particular.
    /// </summary>
    internal static async Task<bool> OwesAgreement(this AppDb db, Ticket ticket, CancellationToken stop) =>
        ticket.UnitId is not null && await db.Categories.AnyAsync(c => c.Id == ticket.CategoryId && c.Chargeable, stop)
        && !await db.Quotes.AnyAsync(q => q.TicketId == ticket.Id && q.CategoryId == ticket.CategoryId && (q.State == QuoteState.Accepted || q.State == QuoteState.Charged || q.State == QuoteState.Free), stop);

    /// <summary>What was agreed is owed from now on, and whoever keeps the accounts hears of it.</summary>
    internal static async Task ChargeFor(this AppDb db, Ticket ticket, DateTime now, CancellationToken stop)
    {
        foreach (var quote in await db.Quotes.Where(q => q.TicketId == ticket.Id && q.State == QuoteState.Accepted).ToListAsync(stop))
        {
            quote.Charge(now);
            db.Publish(new WorkCharged(ticket.Id, quote.Id));
        }
    }
}
