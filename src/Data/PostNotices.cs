using System.Globalization;
using System.Text.Json;
using Platform.Events;
using Platform.Nodes;
using Platform.Notices;

namespace Data;

sealed class PostNotices(AppDb db, NoticeKindList kinds, TimeProvider clock) : INotices
{
    public Task Post(EventContext context, NoticeKind kind, IReadOnlyCollection<Guid> accounts, string link, string text, params (string Name, object? Value)[] values)
    {
        if (kinds.Find(kind.Name) is null) throw new InvalidOperationException($"No module declares notices of the kind {kind.Name}.");
        if (accounts.Count == 0) return Task.CompletedTask;
        var now = clock.GetUtcNow().UtcDateTime;
        var json = JsonSerializer.Serialize(values.Select(v => new NoticeValue(v.Name, Convert.ToString(v.Value, CultureInfo.InvariantCulture) ?? "")));
        List<Guid> readers = [.. accounts.Distinct()];
        foreach (var account in readers) db.Add(new Notice(account, context.MessageId, kind, link, text, json, now));
        if (!kind.InboxOnly) db.Publish(new NoticesPosted(context.MessageId));
        context.Pushes.Add(new LivePush(db.TenantId, readers, Board: false, ["inbox"]));
        return Task.CompletedTask;
    }
}
