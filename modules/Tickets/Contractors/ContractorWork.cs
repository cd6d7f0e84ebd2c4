using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Attachments;
using Platform.Blobs;
using Tickets.Life;
using Tickets.Lists;
using Web.Access;
using Web.Http;

namespace Tickets.Contractors;

/// <summary>What somebody with a pass can do: see the one ticket, and work on it by the same rules as our own people.</summary>
sealed class ContractorWork(AppDb db, ActOnTicket.Handler acts, RecordWork.Handler records, TicketFiles evidence, IDataProtectionProvider protection, TimeProvider clock) : IGuestDoor
{
    static readonly TimeSpan Session = TimeSpan.FromHours(12);

    /// <summary>Nine photos of the largest kind that is taken, with room for the words.</summary>
    public long FormLimit => (Ticket.MaxPhotos * 15L * 1024 * 1024) + (1024 * 1024);

    public async ValueTask<bool> IsOpen(HttpContext context) =>
        context.GetRouteValue("token") is string token && await Enter(token, context.Request.Cookies[CookieOf(token)], context.RequestAborted) is not null;

    /// <summary>Who opened the pass: whom the timeline names.</summary>
    internal sealed record Visitor(ContractorPass Pass, string Name);

    internal static void Map(RouteGroupBuilder api) =>
        // Beside the page, so that its cookie travels along.
        api.MapGet("/passes/{token}/files/{id:guid}", File).WithRule(new OpenToGuestsAttribute()).WithName("ReadContractorFile").WithTags("Tickets");

    static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(string token, Guid id, ContractorWork work, IBlobContainer blobs, HttpContext http, CancellationToken stop)
    {
        if (await work.Enter(token, http.Request.Cookies[CookieOf(token)], stop) is not { } visitor || await work.Shown(visitor, id, stop) is not { } attachment) return CommonErrors.NotFound.ToProblem();
        var content = await blobs.Open(attachment.BlobName, stop);
        if (content is null) return CommonErrors.NotFound.ToProblem();
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(content, attachment.ContentType, enableRangeProcessing: true);
    }

    /// <summary>Name of the cookie that a pass is opened with: one per link, so that one person may hold several.</summary>
    internal static string CookieOf(string token) => "pass-" + ContractorPass.Hash(token)[..12].ToLowerInvariant();

    /// <summary>The pass behind a link, while the contractor has the ticket and no newer link was made; null for anything else.</summary>
    internal async Task<ContractorPass?> Find(string token, CancellationToken stop)
    {
        var (hash, now) = (ContractorPass.Hash(token), clock.GetUtcNow().UtcDateTime);
        var pass = await db.Passes.SingleOrDefaultAsync(p => p.TokenHash == hash && p.ExpiresAt > now, stop);
        if (pass is null || await db.Passes.AnyAsync(p => p.TicketId == pass.TicketId && p.MadeAt > pass.MadeAt, stop)) return null;
        return await db.Tickets.AnyAsync(t => t.Id == pass.TicketId && t.ContractorId == pass.ContractorId, stop) ? pass : null;
    }

    /// <summary>Checks the code; the answer is what the cookie carries.</summary>
    internal async Task<Result<string>> Open(string token, string? code, string? name, CancellationToken stop)
    {
        if (await Find(token, stop) is not { } pass) return CommonErrors.NotFound;
        if (name?.Trim() is not { Length: > 0 and <= 20 } called) return ContractorErrors.NoName;
        var opened = pass.Open(token, code);
        await db.SaveChangesAsync(stop);
        return opened.Error is { } wrong ? wrong : Protector().Protect($"{pass.Id:N}{called}", Session);
    }

    /// <summary>Who the cookie says it is, if the pass still counts.</summary>
    internal async Task<Visitor?> Enter(string token, string? cookie, CancellationToken stop)
    {
        // The cookie proves itself before the database is asked for anything.
        if (string.IsNullOrEmpty(cookie) || Read(cookie) is not { Length: > 32 } text || await Find(token, stop) is not { IsLocked: false } pass) return null;
        return text.StartsWith(pass.Id.ToString("N"), StringComparison.Ordinal) ? new(pass, text[32..]) : null;
    }

    string? Read(string cookie)
    {
        try
        {
            return Protector().Unprotect(cookie);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    ITimeLimitedDataProtector Protector() => protection.CreateProtector("tickets.contractor-pass", db.TenantId.ToString()).ToTimeLimitedDataProtector();

    /// <param name="Missing">What the category still asks for before the work counts as done.</param>
    internal sealed record Job(Ticket Ticket, IReadOnlyList<TicketFile> Files, IReadOnlyList<TicketView.WorkLine> Work, IReadOnlyList<string> Missing, IReadOnlyList<string> Said, IReadOnlyList<TicketAct> May);

    /// <summary>The ticket, its files that the work needs, what the resident added, and what may be done to it now.</summary>
    internal async Task<Job> See(Visitor visitor, CancellationToken stop)
    {
        var id = visitor.Pass.TicketId;
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == id, stop);
        var files = await db.Files.AsNoTracking().Where(f => f.TicketId == id).ForContractor(db).OrderBy(f => f.Id).ToListAsync(stop);
        var said = await db.Moves.AsNoTracking().Where(m => m.TicketId == id && m.Act == TicketAct.Comment && m.ToResident && (m.As & Actor.Reporter) != 0 && m.Note != null).OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => m.Note!).ToListAsync(stop);
        return new(ticket, files, await GetTicket.WorkOf(db, id, stop), await evidence.MissingFor(ticket, stop), said, May(ticket));
    }

    async Task<Attachment?> Shown(Visitor visitor, Guid id, CancellationToken stop) =>
        await db.Files.Where(f => f.TicketId == visitor.Pass.TicketId && f.AttachmentId == id).ForContractor(db).AnyAsync(stop) ? await db.Set<Attachment>().AsNoTracking().SingleAsync(a => a.Id == id, stop) : null;

    /// <summary>Does it, or says why not.</summary>
    internal async Task<Error?> Do(Visitor visitor, TicketAct act, ActOnTicket.Body what, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleAsync(t => t.Id == visitor.Pass.TicketId, stop);
        if (!May(ticket).Contains(act)) return TicketErrors.WrongState(act, ticket.State);
        if (what.WrongSigner is { } unsigned) return unsigned;
        var done = await acts.Apply(ticket, new(ticket.Id, act, what), Me(visitor, ticket) with { SignedBy = act == TicketAct.Complete ? what.SignedBy?.Trim() : null }, stop);
        if (done.Error is null) await db.SaveChangesAsync(stop);
        return done.Error;
    }

    /// <summary>Writes down what was done, once per key, with photos that came under the pass.</summary>
    internal async Task<Error?> Record(Visitor visitor, RecordWork.Body what, string? key, CancellationToken stop)
    {
        var ticket = await db.Tickets.SingleAsync(t => t.Id == visitor.Pass.TicketId, stop);
        // Photos travel with the form and are stored anew each time it is sent; the words tell whether it is the same.
        return (await db.SaveOnce(visitor.Pass.Id, key, what with { Files = null }, clock.GetUtcNow().UtcDateTime, () => records.Make(ticket, what, Me(visitor, ticket), stop), stop)).Error;
    }

    static IReadOnlyList<TicketAct> May(Ticket ticket) => [.. TicketLife.Allowed(ticket.State, Actor.Assignee).Intersect([TicketAct.Accept, TicketAct.Start, TicketAct.Resume, TicketAct.Record, TicketAct.Complete, TicketAct.Return])];

    Act Me(Visitor visitor, Ticket ticket) => new(Actor.Assignee, null, $"{ticket.AssigneeName} · {visitor.Name}", clock.GetUtcNow().UtcDateTime) { Uploader = visitor.Pass.Id };
}
