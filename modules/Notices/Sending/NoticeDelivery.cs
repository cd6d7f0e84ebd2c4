using Notices.Channels;
using Platform;
using Platform.Model;

namespace Notices.Sending;

/// <summary>Where a delivery stands.</summary>
enum DeliveryState
{
    /// <summary>Due at some time; also while a node has it.</summary>
    Waiting,
    /// <summary>The provider took it.</summary>
    Sent,
    /// <summary>Given up after the last try.</summary>
    Failed,
    /// <summary>The provider will never take it.</summary>
    Refused,
    /// <summary>Not wanted any more when its time came.</summary>
    Skipped,
}

/// <summary>
/// One notice on its way to one person by one channel. A node that sends it leases it first, by moving <see cref="NextAt"/> on; the number of attempts tells
/// its own lease from a later one. A node that dies leaves it to the next, which sends it under the same id.
/// </summary>
sealed class NoticeDelivery : Aggregate
{
    internal const int LongestAnswer = 300;
    internal static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    NoticeDelivery() { }

    internal NoticeDelivery(Guid accountId, Guid source, Guid noticeId, Channel channel, string kind, bool urgent, DateTime now, DateTime notBefore) =>
        (AccountId, Source, NoticeId, Channel, Kind, Urgent, PlannedAt, NextAt) = (accountId, source, noticeId, channel, kind, urgent, now, notBefore);

    /// <summary>The reader; nobody for a web hook.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The event message that caused the notice: one delivery per person, source and channel.</summary>
    public Guid Source { get; private set; }
    /// <summary>What is told.</summary>
    public Guid NoticeId { get; private set; }
    /// <summary>By which way.</summary>
    public Channel Channel { get; private set; }
    /// <summary>Kind of the notice.</summary>
    public string Kind { get; private set; } = "";
    /// <summary>Quiet hours do not hold it back.</summary>
    public bool Urgent { get; private set; }
    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; internal set; }
    /// <summary>Tries so far.</summary>
    public int Attempts { get; internal set; }
    /// <summary>When it was planned (UTC).</summary>
    public DateTime PlannedAt { get; private set; }
    /// <summary>The next try (UTC); null when there will be none.</summary>
    public DateTime? NextAt { get; internal set; }
    /// <summary>When the provider took it, or it was given up (UTC).</summary>
    public DateTime? EndedAt { get; internal set; }
    /// <summary>The provider's id or answer.</summary>
    public string? Answer { get; internal set; }
    /// <summary>Why the last try failed, or why there was none.</summary>
    public string? LastError { get; internal set; }

    /// <summary>When to try again after so many attempts; null to give up.</summary>
    internal static DateTime? Again(int attempts, DateTime now) => attempts <= Waits.Length ? now + Waits[attempts - 1] : null;

    /// <summary>Starts over, under the same id.</summary>
    internal Result<Done> Retry(DateTime now)
    {
        if (State is not (DeliveryState.Failed or DeliveryState.Refused)) return DeliveryErrors.NotFailed;
        (State, Attempts, NextAt, EndedAt, LastError) = (DeliveryState.Waiting, 0, now, null, null);
        return Done.It;
    }
}

static class DeliveryErrors
{
    internal static readonly Error NotFailed = new(ErrorKind.Conflict, "notices/not-failed", "只有没送到的才能重发。");
}
