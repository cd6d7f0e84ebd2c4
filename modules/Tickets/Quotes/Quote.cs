using Platform;
using Platform.Model;
using Tickets.Life;

namespace Tickets.Quotes;

enum QuoteState { Offered, Accepted, Declined, Withdrawn, Charged, Free }

/// <summary>A position as it was asked for.</summary>
sealed record QuoteAsk(Guid ItemId, decimal Quantity, decimal? Price = null);

/// <summary>What chargeable work will cost (报价). The resident agrees before it is done; its lines never change afterwards, whatever the price list does.</summary>
sealed class Quote : Aggregate
{
    internal const int MostLines = 20;

    Quote() { }

    public Guid TicketId { get; private set; }
    /// <summary>What kind of work it is for: under another category the resident is asked again.</summary>
    public Guid CategoryId { get; private set; }
    public QuoteState State { get; private set; }
    /// <summary>Yuan: the sum of the lines, each of them rounded.</summary>
    public decimal Total { get; private set; }
    public string? Note { get; private set; }
    public string OfferedBy { get; private set; } = "";
    public DateTime OfferedAt { get; private set; }
    public string? AnsweredBy { get; private set; }
    public DateTime? AnsweredAt { get; private set; }
    public string? Answer { get; private set; }
    public DateTime? ChargedAt { get; private set; }
    public List<QuoteLine> Lines { get; private set; } = [];

    internal static Result<Quote> Offer(Guid ticketId, Guid categoryId, IReadOnlyList<QuoteAsk> asks, IReadOnlyDictionary<Guid, PriceItem> prices, string? note, Act by)
    {
        if (asks.Count is 0 or > MostLines) return QuoteErrors.NoLines;
        if (note is { Length: > 200 }) return QuoteErrors.LongNote;
        var quote = new Quote { TicketId = ticketId, CategoryId = categoryId, Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(), OfferedBy = by.Name, OfferedAt = by.Now };
        foreach (var ask in asks)
        {
            if (!prices.TryGetValue(ask.ItemId, out var item)) return QuoteErrors.UnknownItem;
            var line = QuoteLine.Of(quote.Id, quote.Lines.Count, item, ask);
            if (line.Error is { } wrong) return wrong;
            quote.Lines.Add(line.Value);
        }
        quote.Total = quote.Lines.Sum(l => l.Amount);
        return quote.Total > PriceItem.Most ? QuoteErrors.TooMuch : quote;
    }

    /// <summary>Says that the work costs nothing, and why; there is nothing to answer.</summary>
    internal static Result<Quote> ForFree(Guid ticketId, Guid categoryId, string? why, Act by) => why?.Trim() is not { Length: > 0 and <= 200 } words
        ? QuoteErrors.WhyFree : new Quote { TicketId = ticketId, CategoryId = categoryId, State = QuoteState.Free, Note = words, OfferedBy = by.Name, OfferedAt = by.Now };

    /// <summary>The resident's word, or that of the desk that spoke to the resident and says so.</summary>
    internal Result<Done> Reply(bool accept, string? words, Act by)
    {
        if (State != QuoteState.Offered) return QuoteErrors.Answered;
        if (words is { Length: > 200 } || (!by.As.HasFlag(Actor.Reporter) && string.IsNullOrWhiteSpace(words))) return QuoteErrors.SayHow;
        (State, Answer, AnsweredBy, AnsweredAt) = (accept ? QuoteState.Accepted : QuoteState.Declined, string.IsNullOrWhiteSpace(words) ? null : words.Trim(), by.Name, by.Now);
        return Done.It;
    }

    /// <summary>Taken back before it was answered.</summary>
    internal Result<Done> Withdraw(Act by)
    {
        if (State != QuoteState.Offered) return QuoteErrors.Answered;
        (State, AnsweredBy, AnsweredAt) = (QuoteState.Withdrawn, by.Name, by.Now);
        return Done.It;
    }

    /// <summary>The work turned out to be free: what was agreed to is not charged any more.</summary>
    internal void Waive()
    {
        if (State is QuoteState.Offered or QuoteState.Accepted) State = QuoteState.Withdrawn;
    }

    /// <summary>The work is done, so that the amount is owed from now on. Once.</summary>
    internal void Charge(DateTime now)
    {
        if (State == QuoteState.Accepted) (State, ChargedAt) = (QuoteState.Charged, now);
    }
}

/// <summary>A position of a quote as it was when it was offered.</summary>
sealed class QuoteLine : Part
{
    QuoteLine() { }

    public Guid QuoteId { get; private set; }
    public int Order { get; private set; }
    public Guid ItemId { get; private set; }
    public string Name { get; private set; } = "";
    public string Unit { get; private set; } = "";
    public decimal Quantity { get; private set; }
    /// <summary>Yuan for one unit.</summary>
    public decimal Price { get; private set; }
    /// <summary>Yuan: quantity times price, to the 分.</summary>
    public decimal Amount { get; private set; }

    internal static Result<QuoteLine> Of(Guid quoteId, int order, PriceItem item, QuoteAsk ask)
    {
        if (ask.Quantity is < 0.001m or > 9_999m || decimal.Round(ask.Quantity, 3) != ask.Quantity) return QuoteErrors.BadQuantity;
        // A price of the list is the company's, not the technician's.
        if (item.Price is not null && ask.Price is not null && ask.Price != item.Price) return QuoteErrors.FixedPrice with { Args = [item.Name] };
        if ((item.Price ?? ask.Price) is not { } price || price is < 0 or > PriceItem.Most || !Money.IsWhole(price)) return QuoteErrors.NoPrice with { Args = [item.Name] };
        return new QuoteLine { QuoteId = quoteId, Order = order, ItemId = item.Id, Name = item.Name, Unit = item.Unit, Quantity = ask.Quantity, Price = price, Amount = Money.Round(ask.Quantity * price) };
    }
}

static class QuoteErrors
{
    internal static readonly Error BadGroup = new(ErrorKind.Invalid, "tickets/price-group", "分组要 1 到 20 个字。");
    internal static readonly Error BadItemName = new(ErrorKind.Invalid, "tickets/price-name", "项目名称要 1 到 60 个字。");
    internal static readonly Error BadUnit = new(ErrorKind.Invalid, "tickets/price-unit", "单位要 1 到 10 个字，例如：次、个、米。");
    internal static readonly Error BadPrice = new(ErrorKind.Invalid, "tickets/price", "单价要在 0 到 99,999.99 元之间，最多两位小数。");
    internal static readonly Error BadKey = new(ErrorKind.Invalid, "tickets/price-key", "编号要用小写字母、数字和连字符，最长 40 位，且不能与别的项目相同。");
    internal static readonly Error NoLines = new(ErrorKind.Invalid, "tickets/quote-lines", "请选 1 到 20 个收费项目。");
    internal static readonly Error UnknownItem = new(ErrorKind.Invalid, "tickets/quote-item", "有收费项目已经停用，请重新选择。");
    internal static readonly Error BadQuantity = new(ErrorKind.Invalid, "tickets/quote-quantity", "数量要大于 0，最多三位小数。");
    internal static readonly Error FixedPrice = new(ErrorKind.Invalid, "tickets/quote-fixed", "“{0}”按公司价目收费，不能改价。");
    internal static readonly Error NoPrice = new(ErrorKind.Invalid, "tickets/quote-price", "请填写“{0}”的单价，最多两位小数。");
    internal static readonly Error TooMuch = new(ErrorKind.Invalid, "tickets/quote-total", "一张报价最多 99,999.99 元。");
    internal static readonly Error LongNote = new(ErrorKind.Invalid, "tickets/quote-note", "说明最长 200 个字。");
    internal static readonly Error WhyFree = new(ErrorKind.Invalid, "tickets/quote-free", "请写明为什么不收费，最长 200 个字，例如：在保修期内。");
    internal static readonly Error Answered = new(ErrorKind.Conflict, "tickets/quote-answered", "这张报价已经有了结果，请刷新看看。");
    internal static readonly Error SayHow = new(ErrorKind.Invalid, "tickets/quote-how", "请写明住户是怎么答复的，最长 200 个字。");
}
