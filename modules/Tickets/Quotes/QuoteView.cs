using Data;
using Microsoft.EntityFrameworkCore;
using static Platform.Words;

namespace Tickets.Quotes;

/// <summary>A quote with its lines and sum, as everybody concerned sees it.</summary>
sealed record QuoteView(Guid Id, int Version, QuoteState State, string StateText, decimal Total, string? Note, string OfferedBy, DateTime OfferedAt, string? AnsweredBy, DateTime? AnsweredAt, string? Answer,
    IReadOnlyList<QuoteView.Line> Lines)
{
    internal sealed record Line(string Name, string Unit, decimal Quantity, decimal Price, decimal Amount);

    /// <summary>The ticket's quotes, the last first; what was withdrawn is nobody's business any more.</summary>
    internal static async Task<IReadOnlyList<QuoteView>> Of(AppDb db, Guid ticketId, CancellationToken stop)
    {
        var quotes = await db.Quotes.AsNoTracking().Include(q => q.Lines).Where(q => q.TicketId == ticketId && q.State != QuoteState.Withdrawn).OrderByDescending(q => q.Id).ToListAsync(stop);
        return [.. quotes.Select(q => new QuoteView(q.Id, q.Version, q.State, Text(q.State), q.Total, q.Note, q.OfferedBy, q.OfferedAt, q.AnsweredBy, q.AnsweredAt, q.Answer,
            [.. q.Lines.OrderBy(l => l.Order).Select(l => new Line(l.Name, l.Unit, l.Quantity, l.Price, l.Amount))]))];
    }

    static string Text(QuoteState state) => state switch
    {
        QuoteState.Offered => T("等待答复"),
        QuoteState.Accepted => T("同意了"),
        QuoteState.Declined => T("没有同意"),
        QuoteState.Charged => T("已计费"),
        QuoteState.Free => T("不收费"),
        _ => T("已撤回"),
    };

    internal string Tone => State switch { QuoteState.Offered => "warn", QuoteState.Declined => "bad", _ => "ok" };
}
