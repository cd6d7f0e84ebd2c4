using Platform.Notices;

namespace Notices.Channels;

/// <summary>The ways a notice leaves the product. The inbox is none of them: it is always there.</summary>
enum Channel { Mail, Sms, Wechat, Hook }

/// <summary>Whom a notice may be sent to, as far as addresses were proven. The company itself is the recipient of its web hook.</summary>
sealed record Recipient(Guid AccountId, string? Language)
{
    internal string? Mail { get; init; }
    internal string? Phone { get; init; }
    internal string? OpenId { get; init; }
    internal string? Hook { get; init; }
}

/// <summary>A notice ready to be sent, in the reader's language. Its id is the same for every attempt, so that a provider can drop a double.</summary>
sealed record Letter(Guid Id, string Kind, string Company, string Slug, string Text, Uri? Link, DateTime At, string LocalTime, IReadOnlyList<NoticeValue> Values);

/// <summary>What the provider made of it.</summary>
enum Verdict { Accepted, Later, Never }

/// <summary>The provider's answer: its id for an accepted message, or why not.</summary>
sealed record Answer(Verdict Verdict, string Text)
{
    internal static Answer Accepted(string id) => new(Verdict.Accepted, id);

    /// <summary>Worth another try.</summary>
    internal static Answer Later(string why) => new(Verdict.Later, why);

    /// <summary>No try will succeed.</summary>
    internal static Answer Never(string why) => new(Verdict.Never, why);

    /// <summary>What an HTTP status says of a repetition.</summary>
    internal static Answer Of(System.Net.HttpStatusCode status, string why) => (int)status switch
    {
        // A wrong key or clock is the platform's fault, not the message's, and can be put right meanwhile.
        401 or 403 or 408 or 425 or 429 or >= 500 => Later($"{(int)status} {why}".Trim()),
        _ => Never($"{(int)status} {why}".Trim()),
    };
}

/// <summary>A way of reaching people outside the product.</summary>
interface INoticeChannel
{
    /// <summary>Which one.</summary>
    Channel Channel { get; }

    /// <summary>False where the platform has no account with a provider: nothing is planned for it then.</summary>
    bool IsConfigured { get; }

    /// <summary>Where the recipient is reached, or null.</summary>
    string? AddressOf(Recipient recipient);

    /// <summary>Hands the letter over. An exception counts as "later".</summary>
    Task<Answer> Send(string address, Letter letter, CancellationToken stop);
}
