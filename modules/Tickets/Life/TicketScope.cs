using Microsoft.EntityFrameworkCore;
using Data;
using Platform.Access;

namespace Tickets.Life;

/// <summary>Which tickets a person may see: own and assigned ones, what waits for the own department, and those in the reach of <c>tickets.view</c>. Complaints are for those who handle them, and never for whom they are about.</summary>
static class TicketScope
{
    internal static IQueryable<Ticket> VisibleTo(this IQueryable<Ticket> tickets, PersonAccess person)
    {
        var me = person.AccountId;
        var communities = person.Communities;
        var buildings = person.Buildings;
        var (team, leads) = (person.Team, person.LeadsTeam);
        var visible = tickets.Where(t => t.AboutAccountId == null || t.AboutAccountId != me || t.ReporterAccountId == me);
        if (!person.May(TicketPermissions.Complaints)) visible = visible.Where(t => t.Kind != Categories.TicketKind.Complaint || t.ReporterAccountId == me || t.AssigneeAccountId == me);
        var mayReport = person.May(TicketPermissions.Report) || person.May(TicketPermissions.View);
        var mayWork = person.May(TicketPermissions.Work);
        var inTeam = mayWork && team is not null;
        var isLead = inTeam && person.IsLead;
        return person.ScopeOf(TicketPermissions.View) switch
        {
            DataScope.All => visible,
            DataScope.Community => visible.Where(t => communities.Contains(t.CommunityId) || (mayReport && t.ReporterAccountId == me) || (mayWork && t.AssigneeAccountId == me)
                || (inTeam && t.DepartmentId == team && (leads || (t.AssigneeId == null && t.State == TicketState.Assigned))) || (isLead && t.TeamId == team)),
            DataScope.Building => visible.Where(t => (t.BuildingId != null && buildings.Contains(t.BuildingId.Value)) || communities.Contains(t.CommunityId)
                || (mayReport && t.ReporterAccountId == me) || (mayWork && t.AssigneeAccountId == me)
                || (inTeam && t.DepartmentId == team && (leads || (t.AssigneeId == null && t.State == TicketState.Assigned))) || (isLead && t.TeamId == team)),
            _ => visible.Where(t => (mayReport && t.ReporterAccountId == me) || (mayWork && t.AssigneeAccountId == me)
                // What waits for the own department, all that was handed to it for whoever speaks for it, and for its lead what its people have.
                || (inTeam && t.DepartmentId == team && (leads || (t.AssigneeId == null && t.State == TicketState.Assigned))) || (isLead && t.TeamId == team)
                // The grab pool of the areas covered.
                || (mayWork && t.State == TicketState.Submitted && t.Dispatch == Categories.DispatchMode.Grab
                    && (communities.Contains(t.CommunityId) || (t.BuildingId != null && buildings.Contains(t.BuildingId.Value))))),
        };
    }

    /// <summary>Open ones whose next deadline lies before that instant. While the clock stands still nothing is owed.</summary>
    internal static IQueryable<Ticket> OwedBefore(this IQueryable<Ticket> tickets, DateTime at) => tickets.Where(t => TicketLife.OpenStates.Contains(t.State) && !t.ClockStopped && t.DueAt < at);

    /// <summary>The ticket if the person may see it, tracked for change.</summary>
    internal static Task<Ticket?> Seen(this AppDb db, Guid id, PersonAccess person, CancellationToken stop) =>
        db.Tickets.VisibleTo(person).SingleOrDefaultAsync(t => t.Id == id, stop);

    /// <summary>The person's roles towards a ticket.</summary>
    internal static Actor ActorOn(this PersonAccess person, Ticket ticket)
    {
        // Who complains without a name and works here is one or the other: what stands beside the timeline would name the person.
        if (person.IsHidden(ticket)) return ticket.AssigneeAccountId == person.AccountId && person.May(TicketPermissions.Work) ? Actor.Assignee : Actor.Reporter;
        Actor actor = 0;
        if (ticket.ReporterAccountId == person.AccountId) actor |= Actor.Reporter;
        if (ticket.AssigneeAccountId == person.AccountId && person.May(TicketPermissions.Work)) actor |= Actor.Assignee;
        if (person.Covers(TicketPermissions.Assign, ticket.CommunityId, ticket.BuildingId)) actor |= Actor.Desk;
        if (person.Team is not { } team || !person.May(TicketPermissions.Work)) return actor;
        if (ticket.WaitsForDepartment && ticket.DepartmentId == team) actor |= Actor.Team;
        if ((ticket.State == TicketState.Assigned && ticket.DepartmentId == team && person.LeadsTeam) || (ticket.TeamId == team && person.IsLead && TicketLife.Load.Contains(ticket.State))) actor |= Actor.Lead;
        return actor;
    }

    /// <summary>The reporter of a complaint without a name.</summary>
    internal static bool IsHidden(this PersonAccess person, Ticket ticket) => ticket.Anonymous && ticket.ReporterAccountId == person.AccountId;

    /// <summary>The desk may also cancel, reject and close with <c>tickets.manage</c>.</summary>
    internal static bool Manages(this PersonAccess person, Ticket ticket) => person.Covers(TicketPermissions.Manage, ticket.CommunityId, ticket.BuildingId);

    /// <summary>True for staff, who see the whole timeline; the reporter sees the resident-facing part only.</summary>
    internal static bool SeesInside(this PersonAccess person, Ticket ticket) =>
        person.Covers(TicketPermissions.View, ticket.CommunityId, ticket.BuildingId) || (person.May(TicketPermissions.Work) && ticket.ReporterAccountId != person.AccountId);
}
