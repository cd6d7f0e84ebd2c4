using Platform;
using Platform.Events;
using Platform.Model;

namespace Tickets.Incidents;

/// <summary>What does not work, as people see it at a glance.</summary>
enum IncidentKind { Water, Power, Lift, Gas, Network, Other }

/// <summary>A known outage or work (停水停电、电梯检修) in a community or one of its buildings. Tickets about it are attached, and one update answers all of them.</summary>
sealed class Incident : Aggregate
{
    Incident() { }

    public Guid CommunityId { get; private set; }
    /// <summary>The building, or null for the whole community.</summary>
    public Guid? BuildingId { get; private set; }
    /// <summary>Where it is, as people read it.</summary>
    public string Place { get; private set; } = "";
    public IncidentKind Kind { get; private set; }
    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateTime From { get; private set; }
    /// <summary>When it is expected to be over.</summary>
    public DateTime? Until { get; private set; }
    /// <summary>When it was over.</summary>
    public DateTime? EndedAt { get; private set; }
    public string PublishedBy { get; private set; } = "";

    internal static Result<Incident> Publish(Guid communityId, Guid? buildingId, string place, IncidentKind kind, string? title, string? text, DateTime from, DateTime? until, string by, DateTime now)
    {
        if (!Enum.IsDefined(kind)) return IncidentErrors.BadKind;
        if (title?.Trim() is not { Length: > 0 and <= 60 } called) return IncidentErrors.BadTitle;
        if (text?.Trim() is not { Length: > 0 and <= 500 } words) return IncidentErrors.BadText;
        if (until <= from || until < now || from > now.AddDays(60) || from < now.AddDays(-30) || until > from.AddDays(60)) return IncidentErrors.BadTime;
        return new Incident { CommunityId = communityId, BuildingId = buildingId, Place = place, Kind = kind, Title = called, Text = words, From = from, Until = until, PublishedBy = by };
    }

    /// <summary>Says how it stands, and when it is now expected to be over.</summary>
    internal Result<IncidentUpdate> Report(string? text, DateTime? until, bool over, string by, DateTime now)
    {
        if (EndedAt is not null) return IncidentErrors.Over;
        if (text?.Trim() is not { Length: > 0 and <= 500 } words) return IncidentErrors.BadText;
        if (!over && until is { } later && (later <= now || later > now.AddDays(60))) return IncidentErrors.BadTime;
        if (over) EndedAt = now;
        else if (until is not null) Until = until;
        return new IncidentUpdate(Id, words, over, by, now);
    }
}

/// <summary>What was said about an incident, once.</summary>
sealed class IncidentUpdate : Entry
{
    IncidentUpdate() { }

    internal IncidentUpdate(Guid incidentId, string text, bool over, string by, DateTime now) => (IncidentId, Text, Over, By, At) = (incidentId, text, over, by, now);

    public Guid IncidentId { get; private set; }
    public string Text { get; private set; } = "";
    /// <summary>The last one: it is over.</summary>
    public bool Over { get; private set; }
    public string By { get; private set; } = "";
    public DateTime At { get; private set; }
}

/// <summary>Somebody who has the same trouble and wants to hear of it.</summary>
sealed class IncidentFollower : Part
{
    IncidentFollower() { }

    internal IncidentFollower(Guid incidentId, Guid accountId) => (IncidentId, AccountId) = (incidentId, accountId);

    public Guid IncidentId { get; private set; }
    public Guid AccountId { get; private set; }
}

/// <summary>Residents of the place hear of a new incident, some at a time: those after an account.</summary>
sealed record IncidentPublished(Guid IncidentId, Guid? After) : IEvent;

/// <summary>An incident has news.</summary>
sealed record IncidentReported(Guid IncidentId, Guid UpdateId) : IEvent;

static class IncidentErrors
{
    internal static readonly Error BadKind = new(ErrorKind.Invalid, "tickets/incident-kind", "请选择类型。");
    internal static readonly Error BadTitle = new(ErrorKind.Invalid, "tickets/incident-title", "请写标题，最长 60 个字。");
    internal static readonly Error BadText = new(ErrorKind.Invalid, "tickets/incident-text", "请写清情况，最长 500 个字。");
    internal static readonly Error BadTime = new(ErrorKind.Invalid, "tickets/incident-time", "时间不对：恢复要晚于开始，也不能早于现在。");
    internal static readonly Error UnknownPlace = new(ErrorKind.Invalid, "tickets/incident-place", "请选择小区或楼栋。");
    internal static readonly Error Over = new(ErrorKind.Conflict, "tickets/incident-over", "这条通告已经结束。");
}

static class IncidentWords
{
    internal static string Of(IncidentKind kind) => kind switch
    {
        IncidentKind.Water => Words.T("停水"),
        IncidentKind.Power => Words.T("停电"),
        IncidentKind.Lift => Words.T("电梯"),
        IncidentKind.Gas => Words.T("燃气"),
        IncidentKind.Network => Words.T("网络与门禁"),
        _ => Words.T("其他"),
    };

    internal static string Icon(IncidentKind kind) => kind switch
    {
        IncidentKind.Water => "drop",
        IncidentKind.Power => "bolt",
        IncidentKind.Lift => "building",
        _ => "alert",
    };
}
