using Platform.Backups;
using static Platform.Words;

namespace Backups.Runs;

static class BackupWords
{
    internal static string Of(BackupState state) => state switch
    {
        BackupState.Waiting => T("排队中"),
        BackupState.Running => T("正在备份"),
        BackupState.Done => T("已备份"),
        _ => T("没有成功"),
    };

    internal static string Tone(BackupState state) => state switch
    {
        BackupState.Running => "accent",
        BackupState.Done => "ok",
        BackupState.Failed => "bad",
        _ => "",
    };
}
