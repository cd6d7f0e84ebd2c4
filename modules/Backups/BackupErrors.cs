using Platform;

namespace Backups;

/// <summary>Why a backup or a restore is refused.</summary>
static class BackupErrors
{
    internal static readonly Error NoKey = new(ErrorKind.Conflict, "backups/no-key", "没有设置备份密钥：请把 32 字节的 base64 密钥放进环境变量 Backups__Key。");
    internal static readonly Error OtherKey = new(ErrorKind.Conflict, "backups/other-key", "备份密钥不对：现在的 Backups__Key 打不开这家公司的密钥。");
    internal static readonly Error Destroyed = new(ErrorKind.Conflict, "backups/key-destroyed", "这份备份所属公司的密钥不在这里，打不开。");
    internal static readonly Error NotOurs = new(ErrorKind.Invalid, "backups/not-a-package", "这不是邻里的备份文件，或者文件不完整。");
    internal static readonly Error Changed = new(ErrorKind.Conflict, "backups/changed", "备份内容和清单对不上：{0}。");
    internal static readonly Error OtherSchema = new(ErrorKind.Conflict, "backups/other-schema", "这份备份来自另一个版本的邻里，请用同一版本恢复。");
    internal static readonly Error Taken = new(ErrorKind.Conflict, "backups/slug-taken", "短名称“{0}”已经有公司在用。");
    internal static readonly Error BadSlug = new(ErrorKind.Invalid, "backups/slug", "短名称由 2 到 40 个小写字母、数字和连字符组成，以字母开头。");
    internal static readonly Error BadName = new(ErrorKind.Invalid, "backups/name", "公司名称要 2 到 100 个字。");
    internal static readonly Error StillServed = new(ErrorKind.Conflict, "backups/still-served", "这家公司还在使用，请先停用再注销。");
    internal static readonly Error NoFiles = new(ErrorKind.Conflict, "backups/no-files", "照片和文件一个都读不到，这份备份没有保存。");
    internal static readonly Error BadPlan = new(ErrorKind.Invalid, "backups/plan", "时间是 0 到 23 点，保留 1 到 60 份最近的和 0 到 36 个月的。");
    internal static readonly Error GaveUp = new(ErrorKind.Conflict, "backups/gave-up", "试了几次都没有成功，平台的运维人员会处理。");
}

/// <summary>A package cannot be made or used; its error is the sentence for people.</summary>
sealed class BackupException(Error error, Exception? cause = null) : Exception(error.Message, cause)
{
    internal Error Error => error;
}
