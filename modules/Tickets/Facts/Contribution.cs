using Tickets.Life;

namespace Tickets.Facts;

/// <summary>
/// What a ticket counts for, as it stands now. Reports count on the day of the report, answers, arrivals and completions on their own days and only while
/// they stand; every urging and every reopening counts on its day, ratings on theirs. A reopening and a rating fall to whoever had finished the work.
/// </summary>
static class Contribution
{
    /// <summary>The acts that the timeline is asked for.</summary>
    internal static readonly TicketAct[] Acts = [TicketAct.Urge, TicketAct.Reopen, TicketAct.Complete];

    internal static Dictionary<Cell, Measures> Of(Ticket ticket, IReadOnlyList<TicketMove> moves, Rating? rating, TimeZoneInfo zone, int lowScore)
    {
        Dictionary<Cell, Measures> cells = [];
        Measures On(DateTime at, Guid? technician)
        {
            var cell = new Cell(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, zone)), ticket.CommunityId, ticket.BuildingId, ticket.CategoryId, technician);
            return cells.TryGetValue(cell, out var there) ? there : cells[cell] = new();
        }

        On(ticket.SubmittedAt, null).Created++;
        if (ticket is { State: TicketState.Cancelled or TicketState.Rejected, EndedAt: { } ended }) On(ended, null).Cancelled++;
        foreach (var urge in moves.Where(m => m.Act == TicketAct.Urge)) On(urge.At, null).Urged++;
        foreach (var again in moves.Where(m => m.Act == TicketAct.Reopen)) On(again.At, Finisher(again.At)).Reopened++;
        if (ticket.AcceptedAt is { } accepted) Answer(On(accepted, ticket.AssigneeAccountId), accepted);
        if (ticket is { StartedAt: { } started, Arrival: { } due }) Arrive(On(started, ticket.AssigneeAccountId), started, due);
        if (ticket.DoneAt is { } done) Finish(On(done, ticket.AssigneeAccountId), done);
        if (rating is not null) Rate(On(rating.At, Finisher(rating.At)), rating);
        return cells;

        Guid? Finisher(DateTime before) => moves.Where(m => m.Act == TicketAct.Complete && m.At <= before).OrderBy(m => m.At).ThenBy(m => m.Id).LastOrDefault()?.ActorAccountId;

        void Answer(Measures day, DateTime at)
        {
            day.Responded++;
            if (at > ticket.RespondBy) day.RespondedLate++;
            day.ResponseMinutes += Minutes(day, "Response", at - ticket.RespondFrom);
        }

        void Arrive(Measures day, DateTime at, DateTime by)
        {
            day.Arrived++;
            if (at > by) day.ArrivedLate++;
            day.ArrivalMinutes += Minutes(day, "Arrival", at - ticket.ClockFrom);
        }

        void Finish(Measures day, DateTime at)
        {
            day.Done++;
            if (at > ticket.ResolveBy) day.DoneLate++;
            day.ResolutionMinutes += Minutes(day, "Resolution", at - ticket.ClockFrom);
        }

        void Rate(Measures day, Rating given)
        {
            day.Rated++;
            (day.Speed, day.Result, day.Attitude) = (day.Speed + given.Speed, day.Result + given.Result, day.Attitude + given.Attitude);
            if (given.Lowest <= lowScore) day.Low++;
        }
    }

    static long Minutes(Measures day, string what, TimeSpan time)
    {
        if (time < TimeSpan.Zero) time = TimeSpan.Zero;
        day.Took(what, time);
        return (long)time.TotalMinutes;
    }
}
