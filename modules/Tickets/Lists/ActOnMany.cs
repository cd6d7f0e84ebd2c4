using System.Security.Cryptography;
using System.Text;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Tickets.Life;
using Web.Access;
using Web.Http;

namespace Tickets.Lists;

/// <summary>The same act on several tickets of the list, each through <see cref="ActOnTicket"/> as if it were the only one: what is refused for one hinders no other.</summary>
sealed record ActOnMany(TicketAct Act, IReadOnlyList<ActOnMany.One> Tickets, Guid? StaffId, string? Note, string? Key = null)
{
    internal const int Most = 100;

    static readonly (string Path, TicketAct Act, string Permission)[] Acts =
        [("assign", TicketAct.Assign, TicketPermissions.Assign), ("close", TicketAct.Close, TicketPermissions.Manage), ("cancel", TicketAct.Cancel, TicketPermissions.Manage)];

    internal sealed record One(Guid Id, int Version);
    internal sealed record Body(IReadOnlyList<One>? Tickets, Guid? StaffId = null, string? Note = null);
    /// <param name="Code">Why not; null when it was done.</param>
    internal sealed record Outcome(Guid Id, string? Code, string? Refused);

    internal static void Map(RouteGroupBuilder tickets)
    {
        foreach (var (path, act, permission) in Acts)
            tickets.MapPost("/bulk/" + path, async Task<Results<Ok<IReadOnlyList<Outcome>>, ProblemHttpResult>> (Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
                (await handler.Run(new(act, body.Tickets ?? [], body.StaffId, body.Note, key), stop)).ToOk()).RequirePermission(permission).WithName(act + "Tickets");
    }

    // Each ticket is an act of its own, so it needs a key of its own. One that is refused for its length is refused as it is.
    string? KeyOf(Guid ticket) => Key is { Length: > 0 and <= 80 } ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Key} {ticket}"))) : Key;

    internal sealed class Handler(AppDb db, IServiceProvider services)
    {
        public async Task<Result<IReadOnlyList<Outcome>>> Run(ActOnMany command, CancellationToken stop)
        {
            if (command.Tickets.Count is 0 or > Most) return TicketErrors.TooMany;
            List<Outcome> outcomes = [];
            foreach (var ticket in command.Tickets.DistinctBy(t => t.Id))
            {
                var refused = await Try(ticket, command, stop);
                outcomes.Add(new(ticket.Id, refused?.Code, refused?.Message));
            }
            return outcomes;
        }

        async Task<Error?> Try(One ticket, ActOnMany command, CancellationToken stop)
        {
            // What an earlier one left in the context must not be saved with this one.
            db.ChangeTracker.Clear();
            try
            {
                var act = services.GetRequiredService<ActOnTicket.Handler>();
                return (await act.Run(new(ticket.Id, command.Act, new(ticket.Version, StaffId: command.StaffId, Note: command.Note), command.KeyOf(ticket.Id)), stop)).Error;
            }
            catch (Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
            {
                return CommonErrors.Stale;
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
