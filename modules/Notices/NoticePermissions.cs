using Platform.Access;

namespace Notices;

static class NoticePermissions
{
    internal const string Settings = "notices.settings";
    internal const string Deliveries = "notices.deliveries";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Settings, "设置提醒方式、文字与推送", DataScope.All),
        new(Deliveries, "查看提醒的发送情况", DataScope.All),
    ];
}
