using System.Text.RegularExpressions;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Settings;
using Staff.Contracts;
using Staff.People;
using Staff.Skills;
using static Platform.Words;

namespace Staff.Files;

/// <summary>A department as a company file writes it.</summary>
sealed record DepartmentLine(string Key, string Name);

/// <summary>A skill as a company file writes it.</summary>
sealed record SkillLine(string Key, string Name, bool Certificate = false);

static partial class Lines
{
    internal static void Check(string section, IReadOnlyList<(string Key, string Name)> lines, CompanyFileProblems problems)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var ((key, name), path) = (lines[i], $"$.{section}[{i}]");
            if (!Key().IsMatch(key)) problems.Add($"{path}.key", "键由小写字母、数字和连字符组成，以字母开头，最长 40 个字符。");
            else if (lines.Take(i).Any(l => l.Key == key)) problems.Add($"{path}.key", "{0} 出现了两次。", key);
            if (name.Trim().Length is 0 or > 60) problems.Add($"{path}.name", "请填写名称，最长 60 个字。");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Key();
}

/// <summary>The departments of a company, in the file's order.</summary>
sealed class DepartmentsSection : ICompanySection
{
    public string Name => "departments";

    public Type Shape => typeof(List<DepartmentLine>);

    public IEnumerable<string> KeysOf(object value) => ((List<DepartmentLine>)value).Select(d => d.Key);

    public void Validate(object value, CompanyFileProblems problems) => Lines.Check(Name, [.. ((List<DepartmentLine>)value).Select(d => (d.Key, d.Name))], problems);

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var lines = (List<DepartmentLine>)value;
        var db = services.GetRequiredService<AppDb>();
        var known = await db.Departments.ToDictionaryAsync(d => d.Key, stop);
        for (var i = 0; i < lines.Count; i++)
        {
            var (key, name) = lines[i];
            if (!known.TryGetValue(key, out var department))
            {
                db.Add(new Department(key, name, i));
                changes.Added(T("部门 {0}", name));
                continue;
            }
            if (department.Name != name) changes.Changed(T("部门 {0}", key), department.Name, name);
            else if (department.Order != i) changes.Changed(T("部门 {0} 的顺序", name), department.Order + 1, i + 1);
            department.Change(name, i);
        }
        foreach (var gone in known.Values.Where(d => lines.TrueForAll(l => l.Key != d.Key)))
        {
            if (await db.Staff.AnyAsync(s => s.DepartmentId == gone.Id, stop))
            {
                changes.Kept(T("部门 {0} 还有员工，没有删除。", gone.Name));
                continue;
            }
            if (await Used(services, gone.Id, stop))
            {
                changes.Kept(T("部门 {0} 办过工单，没有删除。", gone.Name));
                continue;
            }
            db.Remove(gone);
            changes.Removed(T("部门 {0}", gone.Name));
        }
    }

    static async Task<bool> Used(IServiceProvider services, Guid department, CancellationToken stop)
    {
        foreach (var uses in services.GetServices<IUsesDepartments>()) if (await uses.Use(department, stop)) return true;
        return false;
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop) =>
        await services.GetRequiredService<AppDb>().Departments.AsNoTracking().OrderBy(d => d.Order).Select(d => new DepartmentLine(d.Key, d.Name)).ToListAsync(stop);
}

/// <summary>The skills that a company tells apart.</summary>
sealed class SkillsSection : ICompanySection
{
    public string Name => "skills";

    public Type Shape => typeof(List<SkillLine>);

    public IEnumerable<string> KeysOf(object value) => ((List<SkillLine>)value).Select(s => s.Key);

    public void Validate(object value, CompanyFileProblems problems) => Lines.Check(Name, [.. ((List<SkillLine>)value).Select(s => (s.Key, s.Name))], problems);

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var lines = (List<SkillLine>)value;
        var db = services.GetRequiredService<AppDb>();
        var known = await db.Skills.ToDictionaryAsync(s => s.Key, stop);
        foreach (var (key, name, certificate) in lines)
        {
            if (!known.TryGetValue(key, out var skill))
            {
                db.Add(new Skill(key, name, certificate));
                changes.Added(T("技能 {0}", name));
                continue;
            }
            if (skill.Name != name) changes.Changed(T("技能 {0}", key), skill.Name, name);
            if (skill.Certificate != certificate) changes.Changed(T("技能 {0} 要证书", name), skill.Certificate, certificate);
            skill.Change(name, certificate);
        }
        foreach (var gone in known.Values.Where(s => lines.TrueForAll(l => l.Key != s.Key)))
        {
            if (await db.Set<StaffSkill>().AnyAsync(h => h.SkillId == gone.Id, stop))
            {
                changes.Kept(T("技能 {0} 还有员工掌握，没有删除。", gone.Name));
                continue;
            }
            db.Remove(gone);
            changes.Removed(T("技能 {0}", gone.Name));
        }
    }

    public async Task<object> Export(IServiceProvider services, CancellationToken stop) =>
        await services.GetRequiredService<AppDb>().Skills.AsNoTracking().OrderBy(s => s.Key).Select(s => new SkillLine(s.Key, s.Name, s.Certificate)).ToListAsync(stop);
}
