using Platform;

namespace Web.Exports;

static class ExportErrors
{
    internal static readonly Error UnknownKind = new(ErrorKind.Invalid, "exports/unknown-kind", "没有这种导出。");
    internal static readonly Error BadParameters = new(ErrorKind.Invalid, "exports/bad-parameters", "导出的条件看不懂，请回到列表重新筛选。");
    internal static readonly Error TooMany = new(ErrorKind.Rejected, "exports/too-many", "您已有 {0} 份导出在排队或进行，等完成一份再来。");
    internal static readonly Error CompanyBusy = new(ErrorKind.Rejected, "exports/company-busy", "公司里排队的导出太多了，请过几分钟再试。");
    internal static readonly Error TooManyRows = new(ErrorKind.Rejected, "exports/too-many-rows", "符合条件的超过 {0} 行，一份文件放不下，请缩小筛选范围再导出。");
    internal static readonly Error Ended = new(ErrorKind.Conflict, "exports/ended", "这份导出已经结束，不用取消了。");
    internal static readonly Error NotEnded = new(ErrorKind.Conflict, "exports/not-ended", "这份导出还没结束，不用再导一次。");
    internal static readonly Error NotReady = new(ErrorKind.Conflict, "exports/not-ready", "文件还没准备好，完成后再下载。");
    internal static readonly Error Expired = new(ErrorKind.NotFound, "exports/expired", "文件已过期删除，请再导一次。");
    internal static readonly Error GaveUp = new(ErrorKind.Rejected, "exports/gave-up", "我们这边出错了，试了几次都没有成功。请再导一次，还不行就联系我们。");
}
