using Platform;

namespace Estates.Residents;

static class ResidentErrors
{
    internal static readonly Error Name = new(ErrorKind.Invalid, "estates/resident-name", "请填写姓名，最长 30 个字。");
    internal static readonly Error Phone = new(ErrorKind.Invalid, "estates/resident-phone", "手机号要 11 位，请检查。");
    internal static readonly Error BoundToOther = new(ErrorKind.Conflict, "estates/bound-to-other", "这位住户已经绑定了别的账号，请联系物业核对手机号。");
    internal static readonly Error PhoneNotProven = new(ErrorKind.Conflict, "estates/phone-not-proven", "物业登记过这个手机号，请先用短信验证码验证手机号再申请。");
    internal static readonly Error OtherName = new(ErrorKind.Conflict, "estates/other-name", "这个手机号在公司登记的是另一个姓名，请与住户核对姓名和手机号。");
    internal static readonly Error Relation = new(ErrorKind.Invalid, "estates/relation", "请选择您是业主、家庭成员还是租客。");
    internal static readonly Error From = new(ErrorKind.Invalid, "estates/from", "起始日期不对，请按 2026-01-31 的样子填写。");
    internal static readonly Error UntilBeforeFrom = new(ErrorKind.Invalid, "estates/until-before-from", "结束日期不能早于起始日期。");
    internal static readonly Error Reason = new(ErrorKind.Invalid, "estates/reason", "请写明不通过的原因，最长 200 个字，住户会看到。");
    internal static readonly Error AlreadyDecided = new(ErrorKind.Conflict, "estates/already-decided", "这条申请已经处理过了，请刷新查看。");
    internal static readonly Error NotRunning = new(ErrorKind.Conflict, "estates/not-running", "这位住户已经不在这里登记。");
    internal static readonly Error AlreadyThere = new(ErrorKind.Conflict, "estates/already-there", "这位住户已经登记在这套房屋，或正在申请。");
    internal static readonly Error TooManyRequests = new(ErrorKind.Rejected, "estates/too-many-requests", "您还有 5 个申请等待核实，请等物业处理后再申请。");
    internal static readonly Error UnknownUnit = new(ErrorKind.Invalid, "estates/unknown-unit", "没有找到这套房屋，请重新选择。");
}
