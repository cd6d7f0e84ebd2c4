using Data;
using Platform.Events;
using Platform.Settings;
using Platform.Time;
using Tickets.Life;

namespace Tickets.Clock;

/// <summary>So many percent of the time until a deadline have passed.</summary>
sealed record TicketAlarm(Guid TicketId, Phase Phase, DateTime By, int Percent) : IEvent;

/// <summary>Whoever got the ticket at that instant should have accepted it.</summary>
sealed record AcceptDue(Guid TicketId, DateTime AssignedAt) : IEvent;

/// <summary>The promised arrival is near.</summary>
sealed record AppointmentDue(Guid TicketId, DateTime PromisedAt) : IEvent;

/// <summary>
/// Sets the alarms of a ticket: messages of the outbox that fall due, at most one per ticket and question, each setting the next. Nothing is looked at
/// while nothing is due, each alarm is handled once on whatever node, and one whose deadline was moved finds that out and is silent.
/// </summary>
sealed class Alarms(AppDb db, TicketClock clock, ICompanySettings settings)
{
    internal static readonly int[] Levels = [50, 80, 100];
    static readonly TimeSpan BeforeArrival = TimeSpan.FromMinutes(30);

    /// <summary>To be called after a move, before it is saved.</summary>
    internal async Task Set(Ticket ticket, TicketMove move, CancellationToken stop)
    {
        var calendar = await clock.Calendar(stop);
        if (ticket.Running is { } running)
        {
            if (ticket.Arm(running.Phase, running.By)) Next(ticket, running, calendar, move.At);
        }
        else ticket.Disarm();

        if (ticket.State == TicketState.Assigned && ticket.AssignedAt == move.At)
        {
            var minutes = (await settings.Get<TicketSettings>(stop)).AcceptMinutes;
            db.Publish(new AcceptDue(ticket.Id, move.At), dueAt: calendar.Add(move.At, TimeSpan.FromMinutes(minutes), ticket.RoundTheClock));
        }
        if (move.Act is TicketAct.Accept or TicketAct.Grab or TicketAct.Reschedule && ticket.State == TicketState.Accepted && ticket.PromisedAt is { } at && at - BeforeArrival > move.At) db.Publish(new AppointmentDue(ticket.Id, at), dueAt: at - BeforeArrival);
    }

    /// <summary>Sets the first alarm that lies after <paramref name="now"/>; a deadline that has passed already is told of at once.</summary>
    internal void Next(Ticket ticket, Ticket.Course running, WorkingCalendar calendar, DateTime now)
    {
        var level = Levels.FirstOrDefault(l => Instant(running, l, calendar, ticket.RoundTheClock) > now, 100);
        db.Publish(new TicketAlarm(ticket.Id, running.Phase, running.By, level), dueAt: Instant(running, level, calendar, ticket.RoundTheClock));
    }

    /// <summary>The highest level that has passed; when a node was down for long, the ones before it are not told any more.</summary>
    internal static int Passed(Ticket ticket, Ticket.Course running, WorkingCalendar calendar, DateTime now) =>
        Levels.LastOrDefault(l => Instant(running, l, calendar, ticket.RoundTheClock) <= now);

    static DateTime Instant(Ticket.Course running, int percent, WorkingCalendar calendar, bool roundTheClock) =>
        percent == 100 ? running.By : calendar.Add(running.From, calendar.Between(running.From, running.By, roundTheClock) * percent / 100, roundTheClock);
}
