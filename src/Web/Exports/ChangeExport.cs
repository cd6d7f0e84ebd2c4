using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Exports;
using Platform.Nodes;
using Web.Access;
using Web.Http;

namespace Web.Exports;

/// <summary>Stops, repeats and deletes an export of one's own.</summary>
static class ChangeExport
{
    // A run that was stopped may just be storing its file.
    static readonly TimeSpan Straggling = TimeSpan.FromMinutes(10);

    internal static void Map(RouteGroupBuilder exports)
    {
        exports.MapPost("/{id:guid}/cancel", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Cancel(id, stop)).ToNoContent())
            .WithRule(new OpenToMembersAttribute()).WithName("CancelExport");
        exports.MapPost("/{id:guid}/retry", async Task<Results<Created<Made>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Retry(id, stop)).ToCreated("exports"))
            .WithRule(new OpenToMembersAttribute()).WithName("RetryExport");
        exports.MapDelete("/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Delete(id, stop)).ToNoContent())
            .WithRule(new OpenToMembersAttribute()).WithName("DeleteExport");
    }

    /// <summary>Removes the row now and its files once it is surely gone.</summary>
    internal static void Drop(this AppDb db, Export export, DateTime now)
    {
        db.Remove(export);
        if (export.Runs > 0) db.Publish(new ExportDropped(export.Id, export.Runs), export.Slot is null ? now : now + Straggling);
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, RequestExport.Handler request, INodeBus bus, TimeProvider clock)
    {
        DateTime Now => clock.GetUtcNow().UtcDateTime;

        public async Task<Result<Done>> Cancel(Guid id, CancellationToken stop)
        {
            if (await db.MyExports(person).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, stop) is not { } export) return CommonErrors.NotFound;
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            // Whether it still goes on is decided by the row at this moment, not as it was read: it changes every second.
            var stopped = await db.MyExports(person).Where(e => e.Id == id && e.Slot != null).ExecuteUpdateAsync(e => e.SetProperty(x => x.State, ExportState.Cancelled).SetProperty(x => x.Slot, (int?)null)
                .SetProperty(x => x.DueAt, (DateTime?)null).SetProperty(x => x.FinishedAt, Now).SetProperty(x => x.Version, x => x.Version + 1), stop);
            if (stopped == 0) return ExportErrors.Ended;
            // A node may have begun since it was read.
            db.Publish(new ExportDropped(id, export.Runs + 1), Now + Straggling);
            db.Publish(new ExportAged(id), Now + Export.Remembered);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            await db.AfterCommit();
            await Tell();
            return Done.It;
        }

        public async Task<Result<Guid>> Retry(Guid id, CancellationToken stop)
        {
            if (await db.MyExports(person).SingleOrDefaultAsync(e => e.Id == id, stop) is not { } export) return CommonErrors.NotFound;
            return export.Slot is null ? await request.Again(export, stop) : ExportErrors.NotEnded;
        }

        public async Task<Result<Done>> Delete(Guid id, CancellationToken stop)
        {
            if (await db.MyExports(person).SingleOrDefaultAsync(e => e.Id == id, stop) is not { } export) return CommonErrors.NotFound;
            db.Drop(export, Now);
            await db.SaveChangesAsync(stop);
            await Tell();
            return Done.It;
        }

        Task Tell() => bus.Publish(new LivePush(db.TenantId, [person.Required.AccountId], Board: false, ["exports"]));
    }
}
