using Data;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Contractors;

static class ContractorMap
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Contractor>(contractor =>
        {
            contractor.ToTable("tickets_contractor");
            contractor.Property(c => c.Name).HasMaxLength(30);
            contractor.Property(c => c.Trade).HasMaxLength(60);
            contractor.Property(c => c.Contact).HasMaxLength(30);
            contractor.Property(c => c.Phone).HasMaxLength(20);
        });
        model.Entity<ContractorPass>(pass =>
        {
            pass.ToTable("tickets_contractor_pass");
            pass.Property(p => p.TokenHash).HasMaxLength(64);
            pass.Property(p => p.CodeHash).HasMaxLength(64);
            pass.References<Ticket, ContractorPass>(p => p.TicketId).References<Contractor, ContractorPass>(p => p.ContractorId);
            pass.HasTenantIndex(nameof(ContractorPass.TokenHash)).IsUnique();
            pass.HasTenantIndex(nameof(ContractorPass.TicketId), nameof(ContractorPass.MadeAt));
        });
        model.Entity<Ticket>(ticket =>
        {
            ticket.References<Contractor, Ticket>(t => t.ContractorId);
            ticket.HasTenantIndex(nameof(Ticket.ContractorId));
        });
    }
}
