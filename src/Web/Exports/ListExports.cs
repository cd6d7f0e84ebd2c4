using System.Globalization;
using System.Linq.Expressions;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Exports;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Web.Exports;

/// <summary>A person's own exports, newest first.</summary>
static class ListExports
{
    internal sealed record Row(Guid Id, string Kind, string Title, string About, ExportState State, int RowsDone, int? RowsExpected, long Size, DateTime RequestedAt, DateTime? FinishedAt, DateTime? ExpiresAt, string? Problem)
    {
        internal static readonly Expression<Func<Export, Row>> Of = e => new(e.Id, e.Kind, e.Title, e.About, e.State, e.RowsDone, e.RowsExpected, e.Size, e.RequestedAt, e.FinishedAt, e.ExpiresAt, e.Problem);
    }

    internal sealed record Page(IReadOnlyList<Row> Items, Guid? Next);

    internal static void Map(RouteGroupBuilder exports)
    {
        exports.MapGet("", async (Guid? after, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(after, stop))).WithRule(new OpenToMembersAttribute()).WithName("ListExports");
        exports.MapGet("/{id:guid}", async Task<Results<Ok<Row>, ProblemHttpResult>> (Guid id, Handler handler, CancellationToken stop) => (await handler.Find(id, stop)).ToOk())
            .WithRule(new OpenToMembersAttribute()).WithName("GetExport");
    }

    /// <summary>The current person's exports.</summary>
    internal static IQueryable<Export> MyExports(this AppDb db, ICurrentPerson person)
    {
        var me = person.Required.AccountId;
        return db.Set<Export>().Where(e => e.AccountId == me);
    }

    /// <summary>工单_2026-11-27.xlsx: what it is, and the day it was asked for.</summary>
    internal static string FileName(string title, DateTime requestedAt, TenantTime time)
    {
        var name = string.Concat(title.Select(c => "\\/:*?\"<>|".Contains(c) || char.IsControl(c) ? ' ' : c)).Trim();
        return $"{name}_{time.Local(requestedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.xlsx";
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person)
    {
        const int PageSize = 20;

        public async Task<Page> Run(Guid? after, CancellationToken stop)
        {
            var mine = db.MyExports(person).AsNoTracking();
            // Ids are version 7: their order is the order of time.
            if (after is { } id) mine = mine.Where(e => e.Id < id);
            var rows = await mine.OrderByDescending(e => e.Id).Take(PageSize + 1).Select(Row.Of).ToListAsync(stop);
            return new([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Id : null);
        }

        public async Task<Result<Row>> Find(Guid id, CancellationToken stop) =>
            await db.MyExports(person).AsNoTracking().Where(e => e.Id == id).Select(Row.Of).SingleOrDefaultAsync(stop) is { } row ? row : CommonErrors.NotFound;
    }
}
