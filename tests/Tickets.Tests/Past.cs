using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Settings;
using Platform.Time;
using Staff.Contracts;
using Tickets.Categories;
using Tickets.Clock;
using Tickets.Life;

namespace Tickets.Tests;

/// <summary>Work that was finished days ago, at the neighbour's, by the entity's own rules.</summary>
static class Past
{
    sealed record Story(StaffCard Who, TestPerson Reporter, Category Leaf, TicketPlace Place, WorkingCalendar Calendar, TicketSettings Rules);

    /// <param name="estate">Where.</param>
    /// <param name="staff">Who did it.</param>
    /// <param name="category">Key of the category.</param>
    /// <param name="times">How often.</param>
    /// <param name="daysAgo">When.</param>
    /// <param name="score">Each of the three scores it got; none without.</param>
    /// <param name="cameBack">It did not hold, and the same person did it again.</param>
    internal static Task Work(Estate estate, Guid staff, string category, int times, int daysAgo, int? score = null, bool cameBack = false) => estate.Company.Change(async (services, db) =>
    {
        var leaf = await db.Set<Category>().SingleAsync(c => c.Key == category);
        var home = (await services.GetRequiredService<IPlaces>().Find(estate.NeighbourHome, PlaceKind.Unit))!;
        var who = (await services.GetRequiredService<IStaffDirectory>().Cards([staff]))[staff];
        var story = new Story(who, estate.Neighbour, leaf, new(home.CommunityId, home.Community, home.BuildingId, home.Id, null, home.Label, "邻居家"),
            await services.GetRequiredService<TicketClock>().Calendar(default), await services.GetRequiredService<ICompanySettings>().Get<TicketSettings>(default));
        for (var n = 0; n < times; n++)
        {
            var at = DateTime.UtcNow.AddDays(-daysAgo).AddMinutes(-n);
            var ticket = Submitted(db, story, at);
            Done(db, story, ticket, at);
            if (cameBack)
            {
                db.Add(ticket.Reopen("又坏了", 7, For(story, at.AddHours(2)), Reporter(story, at.AddHours(2))).Value);
                Done(db, story, ticket, at.AddHours(2));
            }
            if (score is { } s) Rate(db, story, ticket, s, at.AddHours(4));
        }
    });

    static Ticket Submitted(AppDb db, Story story, DateTime at)
    {
        var by = Reporter(story, at);
        var ticket = Ticket.Submit(Guid.CreateVersion7(at), $"OLD-{Guid.NewGuid():N}"[..20], story.Leaf, story.Leaf.Name, story.Place, new(story.Reporter.AccountId, story.Reporter.Name, story.Reporter.Phone), "坏了", TicketSource.App, by).Value;
        ticket.Target(For(story, at));
        db.AddRange(ticket, ticket.Submitted(by));
        return ticket;
    }

    static void Done(AppDb db, Story story, Ticket ticket, DateTime at) => db.AddRange(
        ticket.AssignTo(story.Who.StaffId, story.Who.AccountId, story.Who.Name, story.Who.DepartmentId, new(Actor.System, null, "自动派单", at.AddMinutes(1)), null, story.Calendar).Value,
        ticket.Accept(at.AddMinutes(30), Worker(story, at.AddMinutes(2))).Value,
        ticket.Start(Worker(story, at.AddMinutes(20))).Value,
        ticket.Complete(null, [], Worker(story, at.AddMinutes(60))).Value);

    static void Rate(AppDb db, Story story, Ticket ticket, int score, DateTime at)
    {
        var rating = new Rating(ticket.Id, at);
        rating.Score(score, score, score, null);
        db.AddRange(rating, ticket.Rated(null, Reporter(story, at)).Value);
    }

    static Deadlines For(Story story, DateTime at) => Deadlines.Count(story.Calendar, story.Rules, story.Leaf, story.Leaf.Priority, at);

    static Act Reporter(Story story, DateTime at) => new(Actor.Reporter, story.Reporter.AccountId, story.Reporter.Name, at);

    static Act Worker(Story story, DateTime at) => new(Actor.Assignee, story.Who.AccountId, story.Who.Name, at);
}
