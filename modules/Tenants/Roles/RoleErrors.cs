using Platform;

namespace Tenants.Roles;

static class RoleErrors
{
    internal static readonly Error NoName = new(ErrorKind.Invalid, "tenants/role-name", "请填写角色名称，最长 60 个字。");
    internal static readonly Error NotYours = new(ErrorKind.Forbidden, "tenants/role-too-high", "这个角色能管理权限，只有同样能管理权限的人才能授予或收回。");

    internal static Error UnknownPermission(string name) => new(ErrorKind.Invalid, "tenants/unknown-permission", "没有 {0} 这个权限。", name);

    internal static Error BadScope(string label) => new(ErrorKind.Invalid, "tenants/bad-scope", "“{0}”不能设成这个范围。", label);

    internal static Error UnknownRole(string key) => new(ErrorKind.Invalid, "tenants/unknown-role", "没有 {0} 这个角色。", key);
}
