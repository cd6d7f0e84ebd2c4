using Platform.Access;
using static Platform.Words;

namespace Tenants.Roles;

static class ScopeWords
{
    internal static string Of(DataScope scope) => scope switch
    {
        DataScope.Own => T("本人的"),
        DataScope.Building => T("所管楼栋"),
        DataScope.Community => T("所管小区"),
        DataScope.All => T("全公司"),
        _ => T("没有"),
    };
}
