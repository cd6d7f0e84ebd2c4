using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;
using Tickets.Life;
using Tickets.Lists;

namespace Tickets.Facts;

static class FactMap
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<DailyFact>(fact =>
        {
            fact.ToTable("tickets_daily_fact");
            fact.ComplexProperty(f => f.Is);
            fact.References<Category, DailyFact>(f => f.CategoryId).ReferencesCommunity(f => f.CommunityId).ReferencesBuilding(f => f.BuildingId);
            fact.HasTenantIndex(nameof(DailyFact.Day), nameof(DailyFact.CommunityId));
        });
        model.Entity<TicketFact>(fact =>
        {
            fact.ToTable("tickets_fact");
            fact.Property(f => f.CellsJson).HasMaxLength(-1);
            fact.References<Ticket, TicketFact>(f => f.TicketId);
            fact.HasTenantIndex(nameof(TicketFact.TicketId)).IsUnique();
        });
        // The numbers lead to the tickets of a period.
        model.Entity<Ticket>(ticket =>
        {
            ticket.HasTenantIndex(nameof(Ticket.SubmittedAt));
            ticket.HasTenantIndex(nameof(Ticket.DoneAt));
        });
        model.Entity<SavedFilter>(filter =>
        {
            filter.ToTable("tickets_saved_filter");
            filter.Property(f => f.Name).HasMaxLength(20);
            filter.Property(f => f.Query).HasMaxLength(1000);
            filter.HasTenantIndex(nameof(SavedFilter.AccountId), nameof(SavedFilter.Name)).IsUnique();
        });
    }
}
