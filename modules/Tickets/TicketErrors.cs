using Platform;
using Tickets.Life;

namespace Tickets;

static class TicketErrors
{
    internal static readonly Error UnknownCategory = new(ErrorKind.Invalid, "tickets/unknown-category", "请选择一个类别。");
    internal static readonly Error NotYourHome = new(ErrorKind.Invalid, "tickets/not-your-home", "这不是您名下的房屋，请重新选择位置。");
    internal static readonly Error NoPlace = new(ErrorKind.Invalid, "tickets/no-place", "请选择位置。");
    internal static readonly Error WrongPlace = new(ErrorKind.Invalid, "tickets/wrong-place", "这一类只能报{0}的问题，请换一个位置或类别。");
    internal static readonly Error NoWords = new(ErrorKind.Invalid, "tickets/no-description", "请写一两句情况，最长 1000 字。");
    internal static readonly Error NoContact = new(ErrorKind.Invalid, "tickets/no-contact", "请填写联系人和 11 位手机号。");
    internal static readonly Error BadSlot = new(ErrorKind.Invalid, "tickets/bad-slot", "方便的时间要在现在之后的 30 天内。");
    internal static readonly Error BadHappened = new(ErrorKind.Invalid, "tickets/bad-happened", "发生时间不能在将来。");
    internal static readonly Error BadKind = new(ErrorKind.Invalid, "tickets/bad-kind", "这一类只能由员工录入。");
    internal static readonly Error TooManyFiles = new(ErrorKind.Invalid, "tickets/too-many-files", "最多 9 张照片和 1 段视频。");
    internal static readonly Error BadPromise = new(ErrorKind.Invalid, "tickets/bad-promise", "预计到达时间要在现在之后的 7 天内。");
    internal static readonly Error NoReason = new(ErrorKind.Invalid, "tickets/no-reason", "请写明原因，最长 300 字。");
    internal static readonly Error NoOverrideReason = new(ErrorKind.Invalid, "tickets/override-reason", "这不是系统推荐的人，或者他现在不合条件，请写明为什么选他，最长 300 字。");
    internal static readonly Error BadWake = new(ErrorKind.Invalid, "tickets/bad-wake", "恢复时间要在现在之后的 60 天内。");
    internal static readonly Error BadScore = new(ErrorKind.Invalid, "tickets/bad-score", "请给速度、效果、态度各打 1 到 5 分。");
    internal static readonly Error BadWork = new(ErrorKind.Invalid, "tickets/bad-work", "请写明做了什么；用料要有名称和大于 0 的数量。");
    internal static readonly Error BadHours = new(ErrorKind.Invalid, "tickets/bad-hours", "工时要写小时数，例如 1.5；在 0.05 到 99 之间，最多两位小数。");
    internal static readonly Error NotAgreed = new(ErrorKind.Rejected, "tickets/not-agreed", "这一类要收费：请先报价，住户同意后再记用料和工时；不收费的，请在报价里写明原因。");
    internal static readonly Error UnknownStaff = new(ErrorKind.Invalid, "tickets/unknown-staff", "没有这位员工，或他不接现场工单。");
    internal static readonly Error SamePerson = new(ErrorKind.Rejected, "tickets/same-person", "工单已经在这位同事手上。");
    internal static readonly Error UnknownDepartment = new(ErrorKind.Invalid, "tickets/unknown-department", "请选择一个有人的部门。");
    internal static readonly Error SameDepartment = new(ErrorKind.Rejected, "tickets/same-department", "工单已经在这个部门，还没有人接。");
    internal static readonly Error ComplaintNeedsSomebody = new(ErrorKind.Rejected, "tickets/complaint-needs-somebody", "投诉只能交给具体的人，不能让整个部门都看到。");
    internal static readonly Error OnlyWithin = new(ErrorKind.Forbidden, "tickets/only-within-department", "部门的单只能派给部门里的人；办不了请写明原因拒绝。");
    internal static readonly Error NothingSaid = new(ErrorKind.Invalid, "tickets/nothing-said", "请写点什么，或加一张照片；最长 500 字。");
    internal static readonly Error TalksTooFast = new(ErrorKind.Rejected, "tickets/talks-too-fast", "10 分钟里已经发了 {0} 条，请过一会儿再发。急事请打电话。");
    internal static readonly Error NotYours = new(ErrorKind.Forbidden, "tickets/not-yours", "这张工单不在您手上。");
    internal static readonly Error PressedBefore = new(ErrorKind.Conflict, "tickets/pressed-before", "这一步是在工单派给您之前按下的。请看看工单现在的情况，再决定要不要重新做。");
    internal static readonly Error BadSpot = new(ErrorKind.Invalid, "tickets/bad-spot", "位置信息有误，请去掉位置再试。");
    internal static readonly Error BadSigner = new(ErrorKind.Invalid, "tickets/bad-signer", "签名要写上签字人的姓名，最长 30 个字。");
    internal static readonly Error NotReporter = new(ErrorKind.Forbidden, "tickets/not-reporter", "只有报单人可以这样做。");
    internal static readonly Error Taken = new(ErrorKind.Conflict, "tickets/taken", "这张工单刚刚被别人接走了。");
    internal static readonly Error RatingClosed = new(ErrorKind.Rejected, "tickets/rating-closed", "评价提交满一天后不能再改。");
    internal static readonly Error ReopenTooLate = new(ErrorKind.Rejected, "tickets/reopen-too-late", "完成已超过 {0} 天，请重新报修。");
    internal static readonly Error UrgedJustNow = new(ErrorKind.Rejected, "tickets/urged-just-now", "已经催过了，30 分钟后可以再催。");
    internal static readonly Error NotQualified = new(ErrorKind.Rejected, "tickets/not-qualified", "您没有这一类工单要求的技能或有效证书。");
    internal static readonly Error BadCursor = new(ErrorKind.Invalid, "tickets/bad-filter", "筛选条件有误：{0}。");

    internal static readonly Error OnlyComplaintsName = new(ErrorKind.Invalid, "tickets/only-complaints-name", "只有投诉可以指明是哪位员工。");
    internal static readonly Error OnlyComplaintsHide = new(ErrorKind.Invalid, "tickets/only-complaints-hide", "只有投诉和建议可以匿名。");
    internal static readonly Error NoAnswer = new(ErrorKind.Invalid, "tickets/no-answer-given", "请写明给住户的答复，最长 1000 字。");
    internal static readonly Error ForManagers = new(ErrorKind.Forbidden, "tickets/for-managers", "住户两次不接受处理结果，这件投诉由主管安排。");
    internal static readonly Error UnknownSource = new(ErrorKind.Invalid, "tickets/unknown-source", "没有找到这件投诉，或者它在别的小区。");
    internal static readonly Error UnknownReason = new(ErrorKind.Invalid, "tickets/unknown-reason", "请从列表里选一个暂停原因。");
    internal static readonly Error OtherKind = new(ErrorKind.Rejected, "tickets/other-kind", "报修、投诉和建议之间不能互改，请取消后重新录入。");
    internal static readonly Error NothingChanged = new(ErrorKind.Rejected, "tickets/nothing-changed", "没有改动。");
    internal static readonly Error UnknownIncident = new(ErrorKind.Invalid, "tickets/unknown-incident", "没有这条通告，或者它已经结束。");

    internal static readonly Error BadPeriod = new(ErrorKind.Invalid, "tickets/bad-period", "起止日期有误：开始不能晚于结束，最长一年。");
    internal static readonly Error TooMany = new(ErrorKind.Invalid, "tickets/too-many", "一次选 1 到 100 张工单。");
    internal static readonly Error BadFilterName = new(ErrorKind.Invalid, "tickets/bad-filter-name", "请给筛选起个名字，最长 20 个字。");
    internal static readonly Error FilterNameTaken = new(ErrorKind.Rejected, "tickets/filter-name-taken", "已经有同名的筛选，请换一个名字。");
    internal static readonly Error TooManyFilters = new(ErrorKind.Rejected, "tickets/too-many-filters", "最多保存 20 个筛选，请先删掉不用的。");

    internal static Error DailyLimit(int limit) => new(ErrorKind.Rejected, "tickets/daily-limit", "今天已经报了 {0} 单。如有急事，请打服务电话。", limit);

    internal static Error BadRule(string field, int least, int most) => new(ErrorKind.Invalid, "tickets/dispatch-" + field, "要在 {0} 到 {1} 之间。", least, most);

    internal static Error Missing(string what) => new(ErrorKind.Rejected, "tickets/evidence-missing", "还差：{0}。", what);

    internal static Error Busy(string name, int max) => new(ErrorKind.Rejected, "tickets/too-busy", "{0}手上已有 {1} 单，请先完成或转出一些。", name, max);

    internal static Error WrongState(TicketAct act, TicketState state) => new(ErrorKind.Conflict, "tickets/wrong-state", "工单现在是“{0}”，不能{1}。请刷新看看最新情况。", TicketWords.Of(state), TicketWords.Of(act));
}
