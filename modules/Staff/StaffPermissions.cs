using Data;
using Platform.Access;
using Staff.People;

namespace Staff;

static class StaffPermissions
{
    internal const string View = "staff.view";
    internal const string Edit = "staff.edit";
    internal const string Duty = "staff.duty";

    /// <summary>The employees whom the person may see.</summary>
    internal static IQueryable<StaffMember> VisibleTo(this IQueryable<StaffMember> staff, PersonAccess person, AppDb db)
    {
        var communities = person.Communities;
        return person.ScopeOf(View) switch
        {
            DataScope.All => staff,
            DataScope.Community => staff.Where(s => db.Set<Member>().Any(m => m.Id == s.MemberId && m.Areas.Any(a => communities.Contains(a.CommunityId)))),
            _ => staff.Where(_ => false),
        };
    }
}
