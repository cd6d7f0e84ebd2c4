using System.Globalization;
using Staff.Shifts;
using static Platform.Words;

namespace Staff.People;

static class StaffWords
{
    internal static string Days(DateOnly from, DateOnly until) => from == until ? Day(from) : T("{0} 至 {1}", Day(from), Day(until));

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Weekday(DateOnly day) => CultureInfo.CurrentUICulture.DateTimeFormat.GetAbbreviatedDayName(day.DayOfWeek);

    internal static string Hours(FindStaff.ShiftItem shift)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{shift.From:HH:mm}–{shift.To:HH:mm}");
        return shift.To > shift.From ? text : T("{0} 次日", text);
    }

    internal static string Of(LeaveState state) => state switch
    {
        LeaveState.Approved => T("已同意"),
        LeaveState.Refused => T("未同意"),
        LeaveState.Withdrawn => T("已撤回"),
        _ => T("待处理"),
    };

    internal static string ToneOf(LeaveState state) => state switch
    {
        LeaveState.Approved => "ok",
        LeaveState.Refused => "bad",
        LeaveState.Withdrawn => "",
        _ => "warn",
    };
}
