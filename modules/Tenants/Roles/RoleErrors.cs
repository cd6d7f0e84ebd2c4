using Platform;

namespace Tenants.Roles;

static class RoleErrors
{
    internal static readonly Error NoName = new(ErrorKind.Invalid, "tenants/role-name", "请填写角色名称，最长 60 个字。");
    internal static readonly Error NotYours = new(ErrorKind.Forbidden, "tenants/role-too-high", "这要由管理角色权限的同事来做：不能给自己换角色，也不能动管理权限比您大的人。");

    internal static readonly Error SameName = new(ErrorKind.Conflict, "tenants/same-role", "已经有同名的角色，请换一个名称。");
    internal static readonly Error ForResidents = new(ErrorKind.Rejected, "tenants/resident-role", "住户核实后自动得到这个角色，不能删除。");

    internal static Error TooMany(int most) => new(ErrorKind.Rejected, "tenants/too-many-roles", "角色最多 {0} 个。", most);

    internal static Error Held(int holders) => new(ErrorKind.Conflict, "tenants/role-held", "还有 {0} 人持有这个角色，先给他们换角色再删除。", holders);

    internal static Error UnknownPermission(string name) => new(ErrorKind.Invalid, "tenants/unknown-permission", "没有 {0} 这个权限。", name);

    internal static Error BadScope(string label) => new(ErrorKind.Invalid, "tenants/bad-scope", "“{0}”不能设成这个范围。", label);

    internal static Error UnknownRole(string key) => new(ErrorKind.Invalid, "tenants/unknown-role", "没有 {0} 这个角色。", key);
}
