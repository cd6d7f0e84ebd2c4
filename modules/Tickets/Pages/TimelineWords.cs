using System.Globalization;
using Tickets.Lists;
using Web.Time;
using static Platform.Words;

namespace Tickets.Pages;

static class TimelineWords
{
    /// <summary>What else a line of the timeline tells: who signed, where it was, and when it reached us if it was done without a network.</summary>
    internal static string Extras(TicketView.Move move, TenantTime time) => string.Concat(new[]
    {
        move.SignedBy is { } name ? T("{0} 签字", name) : null,
        move.ReceivedAt is { } received ? T("{0} 收到", time.Text(received)) : null,
        move.Spot is { } spot ? T("位置已记下，误差约 {0} 米", spot.Accuracy.ToString("0", CultureInfo.InvariantCulture)) : null,
    }.OfType<string>().Select(t => " · " + t));
}
