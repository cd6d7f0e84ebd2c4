using Platform.Access;

namespace Estates;

/// <summary>The module's permissions.</summary>
static class EstatesPermissions
{
    internal const string View = "estates.view";
    internal const string Edit = "estates.edit";
    internal const string Import = "estates.import";
    internal const string ViewResidents = "residents.view";
    internal const string VerifyResidents = "residents.verify";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(View, "查看小区与房屋", DataScope.All, DataScope.Community, DataScope.Building),
        new(Edit, "维护小区与房屋", DataScope.All, DataScope.Community),
        new(Import, "导入导出房屋与住户", DataScope.All),
        new(ViewResidents, "查看住户与电话", DataScope.All, DataScope.Community, DataScope.Building),
        new(VerifyResidents, "核实住户", DataScope.All, DataScope.Community, DataScope.Building),
    ];
}
