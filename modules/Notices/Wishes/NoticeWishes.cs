using System.Text.Json;
using Notices.Channels;
using Platform.Model;
using Platform.Settings;

namespace Notices.Wishes;

/// <summary>What the company tells people by which way unless they say otherwise, and when it leaves them alone.</summary>
sealed record NoticeDefaults : ICompanySetting
{
    /// <summary>Text messages cost money, so a company turns them on where they are worth it.</summary>
    internal static readonly IReadOnlyList<Channel> Usual = [Channel.Mail, Channel.Wechat];

    public static string Key => "noticeDefaults";

    /// <summary>Kinds that differ from the usual.</summary>
    public IReadOnlyList<KindChannels> Kinds { get; init; } = [];
    /// <summary>Beginning of the quiet hours.</summary>
    public TimeOnly QuietFrom { get; init; } = new(22, 0);
    /// <summary>End of the quiet hours.</summary>
    public TimeOnly QuietUntil { get; init; } = new(7, 0);

    internal bool Has(string kind, Channel channel) => (Kinds.FirstOrDefault(k => k.Kind == kind)?.Channels ?? Usual).Contains(channel);
}

/// <summary>The ways of a kind.</summary>
sealed record KindChannels(string Kind, IReadOnlyList<Channel> Channels);

/// <summary>A person's own word on a kind and a way.</summary>
sealed record Choice(string Kind, Channel Channel, bool On);

/// <summary>What a person wants to be told by which way. Only what differs from the company's defaults is kept, so that the rest follows them.</summary>
sealed class NoticeWishes : Aggregate
{
    NoticeWishes() { }

    internal NoticeWishes(Guid accountId) => AccountId = accountId;

    /// <summary>The person.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The choices.</summary>
    public string ChoicesJson { get; private set; } = "[]";
    /// <summary>Beginning of the person's quiet hours; null for the company's.</summary>
    public TimeOnly? QuietFrom { get; private set; }
    /// <summary>Their end.</summary>
    public TimeOnly? QuietUntil { get; private set; }

    internal IReadOnlyList<Choice> Choices() => JsonSerializer.Deserialize<List<Choice>>(ChoicesJson, CompanyJson.Options)!;

    internal void Set(IEnumerable<Choice> choices, QuietHours? quiet) =>
        (ChoicesJson, QuietFrom, QuietUntil) = (JsonSerializer.Serialize(choices, Compact), quiet?.From, quiet?.Until);

    static readonly JsonSerializerOptions Compact = new(CompanyJson.Options) { WriteIndented = false };
}

/// <summary>What counts for a person: own wishes over the company's defaults, in the company's zone.</summary>
sealed class Wish(NoticeDefaults defaults, NoticeWishes? own, TimeZoneInfo zone)
{
    readonly IReadOnlyList<Choice> choices = own?.Choices() ?? [];

    internal QuietHours Quiet => own is { QuietFrom: { } from, QuietUntil: { } until } ? new(from, until) : new(defaults.QuietFrom, defaults.QuietUntil);

    internal bool HasOwnHours => own?.QuietFrom is not null;

    internal int Version => own?.Version ?? 0;

    internal bool Wants(string kind, Channel channel) => choices.FirstOrDefault(c => c.Kind == kind && c.Channel == channel)?.On ?? defaults.Has(kind, channel);

    internal DateTime NotBefore(DateTime utc, bool urgent) => urgent ? utc : Quiet.End(utc, zone);
}
