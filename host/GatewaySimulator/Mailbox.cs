using System.Collections.Concurrent;

namespace GatewaySimulator;

/// <summary>A message that was taken.</summary>
/// <param name="Channel"><c>sms</c>, <c>wechat</c>, <c>hook</c> or <c>mail</c>.</param>
/// <param name="Id">The sender's id.</param>
/// <param name="To">Phone, open id, address, or the path of the hook.</param>
/// <param name="Text">What was said; for a hook the whole body.</param>
/// <param name="At">When it was first taken.</param>
/// <param name="Times">How often it came; the reader saw it once.</param>
/// <param name="Answer">The id that was answered.</param>
public sealed record Received(string Channel, string Id, string To, string Text, DateTimeOffset At, int Times, string Answer);

/// <summary>What came in. A message that comes again under its id is counted, not taken again, and is answered as before.</summary>
public sealed class Mailbox(TimeProvider clock)
{
    readonly ConcurrentDictionary<(string Channel, string Id), Received> taken = new();
    int answers;

    /// <summary>Everything, oldest first.</summary>
    public IReadOnlyList<Received> All => [.. taken.Values.OrderBy(r => r.At).ThenBy(r => r.Answer, StringComparer.Ordinal)];

    /// <summary>Takes a message.</summary>
    public Received Take(string channel, string id, string to, string text) => taken.AddOrUpdate((channel, id),
        _ => new(channel, id, to, text, clock.GetUtcNow(), 1, Interlocked.Increment(ref answers).ToString("000000", System.Globalization.CultureInfo.InvariantCulture)),
        (_, before) => before with { Times = before.Times + 1 });
}

/// <summary>What the simulator is told to do.</summary>
/// <param name="Refuse">How many of the next messages are refused.</param>
/// <param name="Status">With which HTTP status; WeChat answers <c>-1</c> for 500 and above, otherwise this code; the mail server 550 for 550, otherwise 451.</param>
/// <param name="SlowMilliseconds">How long every message waits.</param>
/// <param name="Lose">How many of the next messages are taken, but the connection breaks before the answer.</param>
/// <param name="EndTokens">Ends the WeChat tokens that are out.</param>
public sealed record Orders(int Refuse = 0, int Status = 503, int SlowMilliseconds = 0, int Lose = 0, bool EndTokens = false);

/// <summary>How the simulator behaves now.</summary>
public sealed class Behaviour
{
    readonly Lock one = new();
    Orders now = new();

    /// <summary>The orders as far as they are not yet carried out.</summary>
    public Orders Now
    {
        get { lock (one) return now; }
        set { lock (one) now = value; }
    }

    /// <summary>Waits as told; the status to refuse with, or null.</summary>
    public async Task<int?> Refusal()
    {
        await Task.Delay(Now.SlowMilliseconds);
        lock (one)
        {
            if (now.Refuse <= 0) return null;
            now = now with { Refuse = now.Refuse - 1 };
            return now.Status;
        }
    }

    /// <summary>True when the answer to the message that was just taken gets lost.</summary>
    public bool LosesAnswer()
    {
        lock (one)
        {
            if (now.Lose <= 0) return false;
            now = now with { Lose = now.Lose - 1 };
            return true;
        }
    }
}
