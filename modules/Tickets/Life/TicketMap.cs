using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Dispatch;
using Tickets.FollowUps;
using Tickets.Incidents;

namespace Tickets.Life;

static class TicketMap
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Category>(category =>
        {
            category.ToTable("tickets_category");
            category.Property(c => c.Key).HasMaxLength(40);
            category.Property(c => c.Name).HasMaxLength(30);
            category.Property(c => c.Icon).HasMaxLength(30);
            category.Property(c => c.Hint).HasMaxLength(120);
            category.References<Category, Category>(c => c.ParentId);
            category.HasTenantIndex(nameof(Category.Key)).IsUnique();
        });
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("tickets_ticket");
            ticket.Property(t => t.Number).HasMaxLength(30);
            ticket.Property(t => t.Description).HasMaxLength(1000);
            ticket.Property(t => t.ContactName).HasMaxLength(30);
            ticket.Property(t => t.ContactPhone).HasMaxLength(20);
            ticket.Property(t => t.PlaceLabel).HasMaxLength(100);
            ticket.Property(t => t.PlaceCode).HasMaxLength(60);
            ticket.Property(t => t.Community).HasMaxLength(100);
            ticket.Property(t => t.Title).HasMaxLength(30);
            ticket.Property(t => t.CategoryPath).HasMaxLength(80);
            ticket.Property(t => t.Room).HasMaxLength(30);
            ticket.Property(t => t.AssigneeName).HasMaxLength(60);
            ticket.Property(t => t.DepartmentName).HasMaxLength(60);
            ticket.Property(t => t.GiverName).HasMaxLength(60);
            ticket.References<Category, Ticket>(t => t.CategoryId).References<Incident, Ticket>(t => t.IncidentId).References<Ticket, Ticket>(t => t.FromTicketId);
            ticket.ReferencesCommunity(t => t.CommunityId).ReferencesBuilding(t => t.BuildingId).ReferencesUnit(t => t.UnitId).ReferencesPublicPlace(t => t.PublicPlaceId).ReferencesStaff(t => t.AssigneeId).ReferencesStaff(t => t.ReworkOfId).ReferencesStaff(t => t.GiverId).ReferencesDepartment(t => t.DepartmentId).ReferencesDepartment(t => t.TeamId);
            ticket.HasOne<Rating>().WithOne().HasForeignKey<Rating>(nameof(Rating.TenantId), nameof(Rating.TicketId)).OnDelete(DeleteBehavior.Cascade);
            ticket.HasTenantIndex(nameof(Ticket.Number)).IsUnique();
            ticket.HasTenantIndex(nameof(Ticket.State), nameof(Ticket.DueAt));
            ticket.HasTenantIndex(nameof(Ticket.ReporterAccountId), nameof(Ticket.Id));
            ticket.HasTenantIndex(nameof(Ticket.AssigneeAccountId), nameof(Ticket.State));
            ticket.HasTenantIndex(nameof(Ticket.DepartmentId), nameof(Ticket.State));
            ticket.HasTenantIndex(nameof(Ticket.TeamId), nameof(Ticket.State));
            ticket.HasTenantIndex(nameof(Ticket.CommunityId), nameof(Ticket.Id));
            ticket.HasTenantIndex(nameof(Ticket.ContactPhone));
            ticket.HasTenantIndex(nameof(Ticket.PlaceCode));
            ticket.HasTenantIndex(nameof(Ticket.IncidentId));
            ticket.HasTenantIndex(nameof(Ticket.FromTicketId));
            // What people finished lately, for dispatch.
            ticket.HasTenantIndex(nameof(Ticket.DoneAt), nameof(Ticket.AssigneeId));
        });
        model.Entity<TicketMove>(move =>
        {
            move.ToTable("tickets_move");
            move.Property(m => m.ActorName).HasMaxLength(60);
            move.Property(m => m.Note).HasMaxLength(1000);
            move.Property(m => m.Subject).HasMaxLength(60);
            move.Property(m => m.SignedBy).HasMaxLength(30);
            move.References<Ticket, TicketMove>(m => m.TicketId);
            move.HasTenantIndex(nameof(TicketMove.TicketId), nameof(TicketMove.At));
        });
        model.Entity<WorkEntry>(work =>
        {
            work.ToTable("tickets_work");
            work.Property(w => w.Text).HasMaxLength(300);
            work.Property(w => w.Unit).HasMaxLength(10);
            work.Property(w => w.By).HasMaxLength(60);
            work.Property(w => w.Quantity).HasPrecision(12, 3);
            work.References<Ticket, WorkEntry>(w => w.TicketId);
            work.HasTenantIndex(nameof(WorkEntry.TicketId));
        });
        model.Entity<TicketFile>(file =>
        {
            file.ToTable("tickets_file");
            file.References<Ticket, TicketFile>(f => f.TicketId);
            file.References<Platform.Attachments.Attachment, TicketFile>(f => f.AttachmentId).References<TicketMove, TicketFile>(f => f.MoveId);
            file.HasTenantIndex(nameof(TicketFile.TicketId));
            file.HasTenantIndex(nameof(TicketFile.AttachmentId)).IsUnique();
        });
        model.Entity<Rating>(rating =>
        {
            rating.ToTable("tickets_rating");
            rating.Property(r => r.Comment).HasMaxLength(500);
            rating.HasTenantIndex(nameof(Rating.TicketId)).IsUnique();
        });
        model.Entity<FollowUp>(followUp =>
        {
            followUp.ToTable("tickets_follow_up");
            followUp.Property(f => f.Outcome).HasMaxLength(500);
            followUp.Property(f => f.By).HasMaxLength(60);
            followUp.References<Ticket, FollowUp>(f => f.TicketId);
            followUp.ReferencesCommunity(f => f.CommunityId).ReferencesBuilding(f => f.BuildingId);
            // One per ticket, also for two ratings at the same moment.
            followUp.HasTenantIndex(nameof(FollowUp.TicketId)).IsUnique();
            followUp.HasTenantIndex(nameof(FollowUp.DoneAt), nameof(FollowUp.OpenedAt));
        });
        model.Entity<Incident>(incident =>
        {
            incident.ToTable("tickets_incident");
            incident.Property(i => i.Title).HasMaxLength(60);
            incident.Property(i => i.Place).HasMaxLength(100);
            incident.Property(i => i.Text).HasMaxLength(500);
            incident.Property(i => i.PublishedBy).HasMaxLength(60);
            incident.ReferencesCommunity(i => i.CommunityId).ReferencesBuilding(i => i.BuildingId);
            incident.HasTenantIndex(nameof(Incident.EndedAt), nameof(Incident.From));
        });
        model.Entity<IncidentUpdate>(update =>
        {
            update.ToTable("tickets_incident_update");
            update.Property(u => u.Text).HasMaxLength(500);
            update.Property(u => u.By).HasMaxLength(60);
            update.References<Incident, IncidentUpdate>(u => u.IncidentId);
            update.HasTenantIndex(nameof(IncidentUpdate.IncidentId), nameof(IncidentUpdate.At));
        });
        model.Entity<IncidentFollower>(follower =>
        {
            follower.ToTable("tickets_incident_follower");
            follower.HasOne<Incident>().WithMany().HasForeignKey(nameof(IncidentFollower.TenantId), nameof(IncidentFollower.IncidentId)).OnDelete(DeleteBehavior.Cascade);
            follower.HasTenantIndex(nameof(IncidentFollower.IncidentId), nameof(IncidentFollower.AccountId)).IsUnique();
        });
        model.Entity<BatchRun>(run =>
        {
            run.ToTable("tickets_batch_run");
            run.ReferencesCommunity(r => r.CommunityId);
            run.HasTenantIndex(nameof(BatchRun.CommunityId)).IsUnique();
        });
        model.Entity<DispatchDecision>(decision =>
        {
            decision.ToTable("tickets_dispatch_decision");
            decision.Property(d => d.CandidatesJson).HasMaxLength(-1);
            decision.Property(d => d.Reason).HasMaxLength(300);
            decision.Property(d => d.ChosenName).HasMaxLength(60);
            decision.Property(d => d.ByName).HasMaxLength(60);
            decision.Property(d => d.RunnerUpName).HasMaxLength(60);
            decision.References<Ticket, DispatchDecision>(d => d.TicketId).ReferencesStaff(d => d.ChosenStaffId).ReferencesStaff(d => d.BestStaffId).ReferencesStaff(d => d.RunnerUpStaffId);
            decision.HasTenantIndex(nameof(DispatchDecision.At), nameof(DispatchDecision.Overridden));
            decision.HasTenantIndex(nameof(DispatchDecision.TicketId), nameof(DispatchDecision.At));
        });
    }
}
