using System.Text.RegularExpressions;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Settings;
using Tenants.Contracts;
using static Platform.Words;

namespace Tenants.Files;

/// <summary>A role as a company file writes it.</summary>
sealed record RoleLine(string Key, string Name, IReadOnlyDictionary<string, DataScope> Grants);

/// <summary>
/// The roles of a company and what they may do. The file decides about the roles it names, so one that was deleted on the page comes back; what
/// was made on the page stays.
/// </summary>
sealed partial class RolesSection : ICompanySection
{
    public string Name => "roles";

    public Type Shape => typeof(List<RoleLine>);

    public IEnumerable<string> KeysOf(object value) => ((List<RoleLine>)value).Select(r => r.Key);

    public void Validate(object value, CompanyFileProblems problems)
    {
        var roles = (List<RoleLine>)value;
        for (var i = 0; i < roles.Count; i++)
        {
            var (role, path) = (roles[i], $"$.roles[{i}]");
            if (!Key().IsMatch(role.Key)) problems.Add($"{path}.key", "键由小写字母、数字和连字符组成，以字母开头，最长 40 个字符。");
            else if (roles.Take(i).Any(r => r.Key == role.Key)) problems.Add($"{path}.key", "{0} 出现了两次。", role.Key);
            if (role.Name.Trim().Length is 0 or > 60) problems.Add($"{path}.name", "请填写名称，最长 60 个字。");
            else if (roles.Take(i).Any(r => r.Name.Trim() == role.Name.Trim())) problems.Add($"{path}.name", "{0} 出现了两次。", role.Name);
            foreach (var (permission, scope) in role.Grants) ValidateGrant($"{path}.grants.{permission}", permission, scope, problems);
        }
        if (!roles.Any(r => r.Grants.ContainsKey(CompanyPermissions.Roles)))
            problems.Add("$.roles", "至少要有一个角色能管理角色权限（{0}），否则没有人能再改。", CompanyPermissions.Roles);
    }

    static void ValidateGrant(string path, string name, DataScope scope, CompanyFileProblems problems)
    {
        if (problems.Permissions.Find(name) is not { } permission) problems.Add(path, "没有 {0} 这个权限。", name);
        else if (!permission.Scopes.Contains(scope))
            problems.Add(path, "{0} 的范围可以是 {1}，不能是 {2}。", name, string.Join("、", permission.Scopes.Select(Word)), Word(scope));
    }

    static string Word(DataScope scope) => scope.ToString().ToLowerInvariant();

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var lines = (List<RoleLine>)value;
        var db = services.GetRequiredService<AppDb>();
        var roles = await db.Set<Role>().Include(r => r.Grants).ToDictionaryAsync(r => r.Key, stop);
        foreach (var line in lines)
        {
            if (roles.TryGetValue(line.Key, out var role)) Change(role, line, changes);
            else db.Add(Make(line, changes));
        }
        foreach (var role in roles.Values.Where(r => lines.TrueForAll(l => l.Key != r.Key)))
        {
            if (role.Key == Role.KeyOf(role.Id))
            {
                changes.Kept(lines.Exists(l => l.Name == role.Name) ? T("角色 {0} 在页面上也建了一个，请给其中一个改名。", role.Name) : T("角色 {0} 是在页面上建的，没有删除。", role.Name));
                continue;
            }
            var held = await db.Set<MemberRole>().CountAsync(m => m.RoleId == role.Id, stop);
            if (held > 0)
            {
                changes.Kept(T("角色 {0} 还有 {1} 人持有，没有删除。", role.Name, held));
                continue;
            }
            db.Remove(role);
            changes.Removed(T("角色 {0}", role.Name));
        }
    }

    static Role Make(RoleLine line, CompanyChanges changes)
    {
        var role = new Role(line.Key, line.Name);
        foreach (var (permission, scope) in line.Grants) role.Grant(permission, scope);
        changes.Added(T("角色 {0}", line.Name));
        return role;
    }

    static void Change(Role role, RoleLine line, CompanyChanges changes)
    {
        if (role.Name != line.Name)
        {
            changes.Changed(T("角色 {0}", role.Key), role.Name, line.Name);
            role.Rename(line.Name);
        }
        var before = role.Grants.ToDictionary(g => g.Permission, g => g.Scope);
        foreach (var permission in before.Keys.Union(line.Grants.Keys).ToList())
        {
            var after = line.Grants.GetValueOrDefault(permission);
            if (role.Grant(permission, after)) changes.Changed($"{role.Key}.{permission}", Word(before.GetValueOrDefault(permission)), Word(after));
        }
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop)
    {
        var roles = await services.GetRequiredService<AppDb>().Set<Role>().AsNoTracking().Include(r => r.Grants).OrderBy(r => r.Key).ToListAsync(stop);
        return roles.Select(r => new RoleLine(r.Key, r.Name, r.Grants.OrderBy(g => g.Permission, StringComparer.Ordinal).ToDictionary(g => g.Permission, g => g.Scope))).ToList();
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Key();
}
