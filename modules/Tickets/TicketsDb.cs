using Data;
using Microsoft.EntityFrameworkCore;
using Tickets.Categories;
using Tickets.Contractors;
using Tickets.Dispatch;
using Tickets.Facts;
using Tickets.FollowUps;
using Tickets.Incidents;
using Tickets.Life;
using Tickets.Lists;
using Tickets.Quotes;

namespace Tickets;

static class TicketsDb
{
    extension(AppDb db)
    {
        internal DbSet<Ticket> Tickets => db.Set<Ticket>();
        internal DbSet<TicketMove> Moves => db.Set<TicketMove>();
        internal DbSet<WorkEntry> Work => db.Set<WorkEntry>();
        internal DbSet<TicketFile> Files => db.Set<TicketFile>();
        internal DbSet<Rating> Ratings => db.Set<Rating>();
        internal DbSet<Category> Categories => db.Set<Category>();
        internal DbSet<FollowUp> FollowUps => db.Set<FollowUp>();
        internal DbSet<Incident> Incidents => db.Set<Incident>();
        internal DbSet<IncidentUpdate> IncidentUpdates => db.Set<IncidentUpdate>();
        internal DbSet<IncidentFollower> IncidentFollowers => db.Set<IncidentFollower>();
        internal DbSet<BatchRun> BatchRuns => db.Set<BatchRun>();
        internal DbSet<Contractor> Contractors => db.Set<Contractor>();
        internal DbSet<ContractorPass> Passes => db.Set<ContractorPass>();
        internal DbSet<PriceItem> PriceItems => db.Set<PriceItem>();
        internal DbSet<Quote> Quotes => db.Set<Quote>();
        internal DbSet<DispatchDecision> Decisions => db.Set<DispatchDecision>();
        internal DbSet<DailyFact> DailyFacts => db.Set<DailyFact>();
        internal DbSet<TicketFact> TicketFacts => db.Set<TicketFact>();
        internal DbSet<SavedFilter> SavedFilters => db.Set<SavedFilter>();
    }
}
