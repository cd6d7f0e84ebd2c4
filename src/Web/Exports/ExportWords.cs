using Platform.Exports;
using static Platform.Words;

namespace Web.Exports;

static class ExportWords
{
    internal static string Of(ExportState state) => state switch
    {
        ExportState.Waiting => T("排队中"),
        ExportState.Running => T("正在导出"),
        ExportState.Done => T("可以下载"),
        ExportState.Failed => T("没有成功"),
        ExportState.Cancelled => T("已取消导出"),
        _ => T("已过期"),
    };

    internal static string Tone(ExportState state) => state switch
    {
        ExportState.Running => "accent",
        ExportState.Done => "ok",
        ExportState.Failed => "bad",
        _ => "",
    };
}
