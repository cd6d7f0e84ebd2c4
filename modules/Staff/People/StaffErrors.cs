using Platform;

namespace Staff.People;

static class StaffErrors
{
    internal static readonly Error BadPhone = new(ErrorKind.Invalid, "staff/bad-phone", "请填写 11 位手机号。");
    internal static readonly Error BadName = new(ErrorKind.Invalid, "staff/bad-name", "请填写姓名，最长 30 个字。");
    internal static readonly Error BadPosition = new(ErrorKind.Invalid, "staff/bad-position", "请填写岗位，最长 30 个字。");
    internal static readonly Error BadNumber = new(ErrorKind.Invalid, "staff/bad-number", "工号由字母、数字和连字符组成，最长 20 个字符。");
    internal static readonly Error BadBio = new(ErrorKind.Invalid, "staff/bad-bio", "工作经历最长 2000 个字。");
    internal static readonly Error BadHiredOn = new(ErrorKind.Invalid, "staff/bad-hired-on", "入职日期不对，请检查年份。");
    internal static readonly Error UnknownDepartment = new(ErrorKind.Invalid, "staff/unknown-department", "请选择部门。");
    internal static readonly Error AlreadyEmployed = new(ErrorKind.Conflict, "staff/already-employed", "这个手机号已经是公司的员工。");
    internal static readonly Error NumberTaken = new(ErrorKind.Conflict, "staff/number-taken", "这个工号已有人使用，请换一个，或留空自动编号。");
    internal static readonly Error HasLeft = new(ErrorKind.Rejected, "staff/has-left", "这位员工已离职。");
    internal static readonly Error LeavesBeforeHired = new(ErrorKind.Invalid, "staff/leaves-before-hired", "离职日期不能早于入职日期。");
    internal static readonly Error RoleTooHigh = new(ErrorKind.Forbidden, "staff/role-too-high", "这个角色能管理公司，要由管理角色权限的同事来处理。");
    internal static readonly Error LongCertificate = new(ErrorKind.Invalid, "staff/long-certificate", "证书编号最长 60 个字符。");
    internal static readonly Error NotStaff = new(ErrorKind.NotFound, "staff/not-staff", "您不是这家公司的员工。");
    internal static readonly Error UnknownCommunity = new(ErrorKind.Invalid, "staff/unknown-community", "公司没有这个小区或楼栋，请重新选择。");
    internal static readonly Error BadPattern = new(ErrorKind.Invalid, "staff/bad-pattern", "请选择星期和起止时间，同一天的班次不能同时开始。");
    internal static readonly Error BadPeriod = new(ErrorKind.Invalid, "staff/bad-period", "起止日期不对：结束不能早于开始，一次最多排 13 周。");
    internal static readonly Error BadLeave = new(ErrorKind.Invalid, "staff/bad-leave", "请填写请假的起止日期和原因，原因最长 200 个字。");
    internal static readonly Error LeaveBackwards = new(ErrorKind.Invalid, "staff/leave-backwards", "请假的最后一天不能早于第一天。");
    internal static readonly Error LeavePast = new(ErrorKind.Invalid, "staff/leave-past", "已经过去的日期不能再请假，请从今天或以后选起。");
    internal static readonly Error LeaveBegun = new(ErrorKind.Rejected, "staff/leave-begun", "已经开始的请假不能撤回，请和负责人联系。");
    internal static readonly Error LeaveDecided = new(ErrorKind.Conflict, "staff/leave-decided", "这份请假已经处理过了。");

    internal static Error LongLeave(int most) => new(ErrorKind.Invalid, "staff/leave-too-long", "一次最多请 {0} 天，更长的请先和负责人商量。", most);

    internal static Error LeaveOverlaps(DateOnly from, DateOnly until) =>
        new(ErrorKind.Conflict, "staff/leave-overlaps", "{0} 到 {1} 已经请过假了，请避开这几天，或先撤回那一份。", StaffWords.Day(from), StaffWords.Day(until));

    internal static Error TooManyAreas(int most) => new(ErrorKind.Invalid, "staff/too-many-areas", "负责的区域最多 {0} 个，整个小区都负责的不用一栋栋选。", most);

    internal static Error UnknownRole(string key) => new(ErrorKind.Invalid, "staff/unknown-role", "没有 {0} 这个角色。", key);

    internal static Error UnknownSkill(string key) => new(ErrorKind.Invalid, "staff/unknown-skill", "没有 {0} 这项技能。", key);

    internal static Error BadLevel(string skill) => new(ErrorKind.Invalid, "staff/bad-level", "“{0}”的等级从 1 到 5。", skill);

    internal static Error NeedsCertificate(string skill) => new(ErrorKind.Rejected, "staff/needs-certificate", "“{0}”需要证书，请填写证书编号。", skill);
}
