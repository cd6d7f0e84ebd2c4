using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notices.Channels;
using Platform;
using Platform.Access;
using Platform.Notices;
using Web.Access;

namespace Notices.Sending;

/// <summary>Reads the deliveries, newest first. Without a state it is those that did not arrive.</summary>
/// <param name="State">One state; null with <paramref name="All"/> not set for what did not arrive.</param>
/// <param name="All">True for every state.</param>
/// <param name="Channel">One channel.</param>
/// <param name="After">The last one of the page before.</param>
/// <param name="Limit">How many.</param>
sealed record ListDeliveries(DeliveryState? State, bool? All, Channel? Channel, Guid? After, int? Limit)
{
    /// <summary>A delivery with who it is for, as the company knows them; nobody for a web hook.</summary>
    internal sealed record Row(Guid Id, string Kind, Channel Channel, DeliveryState State, string? Person, string? Phone, int Attempts, DateTime PlannedAt, DateTime? NextAt, DateTime? EndedAt,
        string? Answer, string? Error, int Version);

    internal sealed record Page(IReadOnlyList<Row> Items, Guid? Next);

    internal static void Map(RouteGroupBuilder api) => api
        .MapGet("/notices/deliveries", async ([AsParameters] ListDeliveries query, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(query, stop)))
        .RequirePermission(NoticePermissions.Deliveries).WithName("ListDeliveries").WithTags("Notices");

    internal sealed class Handler(AppDb db, NoticeKindList kinds)
    {
        public async Task<Page> Run(ListDeliveries query, CancellationToken stop)
        {
            var limit = Math.Clamp(query.Limit ?? 30, 1, 100);
            var rows = db.Deliveries.AsNoTracking();
            if (query.State is { } state) rows = rows.Where(d => d.State == state);
            else if (query.All != true) rows = rows.Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Refused);
            if (query.Channel is { } channel) rows = rows.Where(d => d.Channel == channel);
            // Ids are version 7: their order is the order of time.
            if (query.After is { } after) rows = rows.Where(d => d.Id < after);

            var found = await (from d in rows.OrderByDescending(d => d.Id).Take(limit + 1)
                               join m in db.Set<Member>() on d.AccountId equals m.AccountId into members
                               from m in members.DefaultIfEmpty()
                               orderby d.Id descending
                               select new Row(d.Id, d.Kind, d.Channel, d.State, m.Name, m.Phone, d.Attempts, d.PlannedAt, d.NextAt, d.EndedAt, d.Answer, d.LastError, d.Version)).ToListAsync(stop);
            List<Row> items = [.. found.Take(limit).Select(r => r with { Error = r.Error is null ? null : Words.T(r.Error) })];
            return new(items, found.Count > limit ? items[^1].Id : null);
        }

        /// <summary>What a kind is called.</summary>
        public string LabelOf(string kind) => kinds.Find(kind) is { } known ? Words.T(known.Label) : kind;
    }
}
