using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Platform;
using Platform.Access;
using Tickets.Quotes;
using Web.Access;
using Web.Http;
using static Platform.Words;

namespace Tickets.Life;

/// <summary>Writes a step, a problem met, a material used or the hours it took, with photos. Lines are only ever added; what is charged only once the price is settled.</summary>
sealed record RecordWork(Guid TicketId, RecordWork.Body What, string? Key)
{
    /// <param name="At">When it was written, where that was without a network (UTC).</param>
    internal sealed record Body(WorkKind Kind, string? Text, decimal? Quantity = null, string? Unit = null, FileSlot? Slot = null, IReadOnlyList<Guid>? Files = null, DateTime? At = null);

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{id:guid}/work", Post).RequirePermission(TicketPermissions.Work).WithName("RecordWork");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(Guid id, Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
        (await handler.Run(new(id, body, key), stop)).ToCreated("work");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TicketFiles files, TimeProvider clock)
    {
        public async Task<Result<Guid>> Run(RecordWork command, CancellationToken stop)
        {
            var me = person.Required;
            var now = clock.GetUtcNow().UtcDateTime;
            return await db.SaveOnce(me.AccountId, command.Key, command with { Key = null }, now, () => Make(command.TicketId, command.What, me, now, stop), stop);
        }

        async Task<Result<Guid>> Make(Guid id, Body what, PersonAccess me, DateTime now, CancellationToken stop)
        {
            if (await db.Seen(id, me, stop) is not { } ticket) return CommonErrors.NotFound;
            var at = ticket.TimeOf(what.At, now);
            if (at.Error is { } early) return early;
            return await Make(ticket, what, new Act(me.ActorOn(ticket), me.AccountId, me.Name, at.Value, what.At is null ? null : now), stop);
        }

        /// <summary>Puts it into the unit of work of whoever may do so.</summary>
        internal async Task<Result<Guid>> Make(Ticket ticket, Body what, Act by, CancellationToken stop)
        {
            var text = what.Text ?? (what.Files is { Count: > 0 } ? T(what.Slot == FileSlot.Before ? "修前照片" : what.Slot == FileSlot.After ? "修后照片" : "现场照片") : what.Kind == WorkKind.Labour ? T("工时") : null);
            var written = WorkEntry.New(ticket.Id, what.Kind, text, what.Quantity, what.Unit, by);
            if (written.Error is { } wrong) return wrong;
            if (what.Kind is WorkKind.Material or WorkKind.Labour && await db.OwesAgreement(ticket, stop)) return TicketErrors.NotAgreed;
            var moved = ticket.Record(by, written.Value.Text, toResident: false);
            if (moved.Error is { } refused) return refused;
            var slot = what.Slot is FileSlot.Before or FileSlot.After ? what.Slot.Value : FileSlot.Work;
            if (await files.Attach(ticket, slot, what.Files, by, stop) is { } bad) return bad;

            db.Work.Add(written.Value);
            db.Moves.Add(moved.Value);
            db.Publish(new TicketMoved(ticket.Id, moved.Value.Id));
            return written.Value.Id;
        }
    }
}
