using System.Text.Json;
using Platform.Events;
using Platform.Model;

namespace Platform.Notices;

/// <summary>A message in a person's inbox.</summary>
public sealed class Notice : Aggregate
{
    Notice() { }

    /// <summary>A new unread message. <paramref name="source"/> is the event message that caused it: one notice per person and source.</summary>
    public Notice(Guid accountId, Guid source, NoticeKind kind, string link, string text, string valuesJson, DateTime now) =>
        (AccountId, Source, Kind, Urgent, Link, Text, ValuesJson, At) = (accountId, source, kind.Name, kind.Urgent, link, text, valuesJson, now);

    /// <summary>The reader.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The event message that caused it.</summary>
    public Guid Source { get; private set; }
    /// <summary>Name of its <see cref="NoticeKind"/>.</summary>
    public string Kind { get; private set; } = "";
    /// <summary>Quiet hours do not hold it back.</summary>
    public bool Urgent { get; private set; }
    /// <summary>Chinese words with placeholders; translated when shown.</summary>
    public string Text { get; private set; } = "";
    /// <summary>What goes into the placeholders, by position, each with its name.</summary>
    public string ValuesJson { get; private set; } = "[]";
    /// <summary>Where it leads, inside the company.</summary>
    public string Link { get; private set; } = "";
    /// <summary>When (UTC).</summary>
    public DateTime At { get; private set; }
    /// <summary>When it was read (UTC).</summary>
    public DateTime? ReadAt { get; private set; }

    /// <summary>What goes into the placeholders.</summary>
    public IReadOnlyList<NoticeValue> Values => JsonSerializer.Deserialize<List<NoticeValue>>(ValuesJson)!;

    /// <summary>The product's own sentence in the current language.</summary>
    public string Sentence => Words.T(Text, [.. Values.Select(v => v.Text)]);

    /// <summary>Marks it read.</summary>
    public void Read(DateTime now) => ReadAt ??= now;
}

/// <summary>A value in a notice.</summary>
/// <param name="Name">Its placeholder, for a company's own words: <c>place</c>, <c>time</c>.</param>
/// <param name="Text">What is put in.</param>
public sealed record NoticeValue(string Name, string Text);

/// <summary>Notices of one event message were put into inboxes.</summary>
public sealed record NoticesPosted(Guid Source) : IEvent;

/// <summary>Puts notices into inboxes.</summary>
public interface INotices
{
    /// <summary>
    /// Adds one notice per account to the current unit of work and the push of their inboxes to <paramref name="context"/>. Called by event handlers only,
    /// so that it happens once. Values fill <paramref name="text"/> by position; one that only a company's own words use stands at the end.
    /// </summary>
    Task Post(EventContext context, NoticeKind kind, IReadOnlyCollection<Guid> accounts, string link, string text, params (string Name, object? Value)[] values);
}
