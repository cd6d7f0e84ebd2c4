using Data;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;
using Tickets.Life;

namespace Tickets.Quotes;

static class QuoteMap
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<PriceItem>(item =>
        {
            item.ToTable("tickets_price_item");
            item.Property(p => p.Key).HasMaxLength(40);
            item.Property(p => p.Group).HasMaxLength(20);
            item.Property(p => p.Name).HasMaxLength(60);
            item.Property(p => p.Unit).HasMaxLength(10);
            item.HasTenantIndex(nameof(PriceItem.Key)).IsUnique();
        });
        model.Entity<Quote>(quote =>
        {
            quote.ToTable("tickets_quote");
            quote.Property(q => q.Note).HasMaxLength(200);
            quote.Property(q => q.Answer).HasMaxLength(200);
            quote.Property(q => q.OfferedBy).HasMaxLength(60);
            quote.Property(q => q.AnsweredBy).HasMaxLength(60);
            quote.References<Ticket, Quote>(q => q.TicketId).References<Category, Quote>(q => q.CategoryId);
            quote.HasParts(q => q.Lines, l => l.QuoteId);
            quote.HasTenantIndex(nameof(Quote.TicketId));
        });
        model.Entity<QuoteLine>(line =>
        {
            line.ToTable("tickets_quote_line");
            line.Property(l => l.Name).HasMaxLength(60);
            line.Property(l => l.Unit).HasMaxLength(10);
            line.Property(l => l.Quantity).HasPrecision(12, 3);
            line.References<PriceItem, QuoteLine>(l => l.ItemId);
        });
    }
}
