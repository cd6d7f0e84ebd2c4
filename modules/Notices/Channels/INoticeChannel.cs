using Microsoft.Extensions.Logging;
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
/// <param name="Verdict">Taken, worth another try, or neither.</param>
/// <param name="Text">The provider's words.</param>
/// <param name="Code">The provider's code for what is wrong.</param>
sealed record Answer(Verdict Verdict, string Text, int? Code = null)
{
    internal static Answer Accepted(string id) => new(Verdict.Accepted, id);

    /// <summary>Worth another try.</summary>
    internal static Answer Later(string why, int? code = null) => new(Verdict.Later, why, code);

    /// <summary>No try will succeed.</summary>
    internal static Answer Never(string why, int? code = null) => new(Verdict.Never, why, code);

    /// <summary>What an HTTP status says of a repetition.</summary>
    internal static Answer Of(System.Net.HttpStatusCode status, string why) => (int)status switch
    {
        // A wrong key or clock is the platform's fault, not the message's, and can be put right meanwhile.
        401 or 403 or 408 or 425 or 429 or >= 500 => Later($"{(int)status} {why}".Trim(), (int)status),
        _ => Never($"{(int)status} {why}".Trim(), (int)status),
    };
}

/// <summary>A way of reaching people outside the product.</summary>
interface INoticeChannel
{
    /// <summary>Which one.</summary>
    Channel Channel { get; }

    /// <summary>False where neither the platform nor the company has an account with a provider: nothing is planned for it then.</summary>
    ValueTask<bool> IsReady(CancellationToken stop);

    /// <summary>Where the recipient is reached, or null.</summary>
    string? AddressOf(Recipient recipient);

    /// <summary>Hands the letter over. An exception counts as "later".</summary>
    Task<Answer> Send(string address, Letter letter, CancellationToken stop);
}

static class NoticeChannels
{
    /// <summary>The channels that can send for the company.</summary>
    internal static async Task<List<INoticeChannel>> Ready(this IEnumerable<INoticeChannel> channels, CancellationToken stop)
    {
        List<INoticeChannel> ready = [];
        foreach (var channel in channels) if (await channel.IsReady(stop)) ready.Add(channel);
        return ready;
    }

    /// <summary>Hands the letter over; what goes wrong on the way is an answer too.</summary>
    internal static async Task<Answer> Try(this INoticeChannel channel, string address, Letter letter, ILogger log, CancellationToken stop)
    {
        try
        {
            return await channel.Send(address, letter, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // The type only: a provider's words may quote the address.
            log.LogInformation("{Channel} did not take {Letter} of company {Company}: {Failure}.", channel.Channel, letter.Id, letter.Slug, failure.GetType().Name);
            return Answer.Later(failure is OperationCanceledException ? "对方没有及时回应" : failure.Message);
        }
    }
}
