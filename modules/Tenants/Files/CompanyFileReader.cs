using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;
using Platform.Tenancy;

namespace Tenants.Files;

/// <summary>Reads a company file completely before anything is changed; every problem names its place and its reason.</summary>
sealed partial class CompanyFileReader(IReadOnlyList<IModule> modules, PermissionList permissions, NoticeKindList kinds)
{
    const int LongestFile = 1024 * 1024;

    static readonly HashSet<string> HeadNames = new(["$schema", "slug", "name", "accent", "phone", "timeZone", "domains"], StringComparer.Ordinal);

    public Result<CompanyFile> Read(string json)
    {
        if (json.Length > LongestFile) return Bad(["$: " + Words.T("文件超过 1 MB。")]);
        JsonPlaces places;
        try
        {
            places = JsonPlaces.Of(json);
        }
        catch (JsonException broken)
        {
            return Bad(["$ " + Words.T("（第 {0} 行）", (broken.LineNumber ?? 0) + 1) + ": " + Words.T("不是完整的 JSON，请检查括号、逗号和引号。")]);
        }

        var problems = new CompanyFileProblems { Permissions = permissions, Kinds = kinds, LineOf = places.LineOf };
        places.Report(problems);
        if (problems.Lines.Count > 0) return Bad(problems.Lines);
        if (CompanyJson.Node(json) is not JsonObject root) return Bad(["$: " + Words.T("公司文件是一个 JSON 对象。")]);

        var head = ReadHead(root, problems);
        var sections = ReadSections(root, problems);
        if (head is not null) Validate(head, problems);
        foreach (var (section, value) in sections) problems.Keys[section.Name] = section.KeysOf(value).ToHashSet(StringComparer.Ordinal);
        foreach (var (section, value) in sections) section.Validate(value, problems);
        return problems.Lines.Count > 0 ? Bad(problems.Lines) : new CompanyFile(head!, sections);
    }

    static Error Bad(IReadOnlyList<string> lines) =>
        new(ErrorKind.Invalid, "tenants/bad-file", "公司文件有 {0} 处问题，什么都没有改动：{1}", lines.Count, "\n" + string.Join('\n', lines));

    CompanyHead? ReadHead(JsonObject root, CompanyFileProblems problems)
    {
        var head = new JsonObject();
        foreach (var (name, value) in root)
        {
            if (HeadNames.Contains(name)) head[name] = value?.DeepClone();
            else if (!modules.SelectMany(m => m.Sections).Any(s => s.Name == name)) problems.Add($"$.{name}", "不认识的部分，请检查拼写。");
        }
        return Read(head, typeof(CompanyHead), "$", problems) as CompanyHead;
    }

    List<SectionValue> ReadSections(JsonObject root, CompanyFileProblems problems)
    {
        var found = new List<SectionValue>();
        foreach (var section in modules.SelectMany(m => m.Sections))
        {
            if (!root.ContainsKey(section.Name)) continue;
            if (Read(root[section.Name], section.Shape, "$." + section.Name, problems) is { } value) found.Add(new(section, value));
        }
        return found;
    }

    static object? Read(JsonNode? node, Type shape, string path, CompanyFileProblems problems)
    {
        try
        {
            if (node.Deserialize(shape, CompanyJson.Options) is { } value) return value;
            problems.Add(path, "这里不能为空。");
        }
        catch (JsonException wrong)
        {
            Explain(path + Dotted(wrong.Path), wrong.Message, problems);
        }
        return null;
    }

    // The serializer says what is wrong in English and with type names; three cases cover what people get wrong.
    static void Explain(string path, string message, CompanyFileProblems problems)
    {
        var quoted = Quoted().Matches(message).Select(m => m.Groups[1].Value).ToList();
        if (message.Contains("could not be mapped", StringComparison.Ordinal) && quoted.Count > 0)
            problems.Add(path.EndsWith("." + quoted[0], StringComparison.Ordinal) ? path : $"{path}.{quoted[0]}", "不认识的字段，请检查拼写。");
        else if (message.Contains("missing required", StringComparison.Ordinal))
            problems.Add(path, "缺少必填的字段：{0}。", string.Join("、", quoted.Skip(1)));
        else
            problems.Add(path, "值的类型不对，或不在允许的取值之内。");
    }

    // $.grants['tickets.view'] → .grants.tickets.view
    static string Dotted(string? path) => path is null ? "" : Bracketed().Replace(path, ".$1")[1..];

    static void Validate(CompanyHead head, CompanyFileProblems problems)
    {
        if (!IsSlug(head.Slug)) problems.Add("$.slug", "短名由 2–40 个小写字母、数字和连字符组成，以字母开头。");
        else if (ReservedSlugs.Contains(head.Slug)) problems.Add("$.slug", "{0} 是平台自己的地址，请换一个短名。", head.Slug);
        if (head.Name.Trim().Length is 0 or > 100) problems.Add("$.name", "请填写公司名称，最长 100 个字。");
        if (!Colour().IsMatch(head.Accent)) problems.Add("$.accent", "颜色写成 #2a5f7d 的样子。");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(head.TimeZone, out _)) problems.Add("$.timeZone", "没有 {0} 这个时区，例如 Asia/Shanghai。", head.TimeZone);
        if (head.Phone is { Length: > 30 }) problems.Add("$.phone", "电话最长 30 个字符。");

        for (var i = 0; i < head.Domains.Count; i++)
        {
            var domain = head.Domains[i];
            if (Uri.CheckHostName(domain) != UriHostNameType.Dns || domain.Any(char.IsAsciiLetterUpper) || !domain.Contains('.')) problems.Add($"$.domains[{i}]", "域名写成 wuye.example.com 的样子，小写，不带协议和端口。");
            else if (head.Domains.Take(i).Contains(domain)) problems.Add($"$.domains[{i}]", "{0} 出现了两次。", domain);
        }
    }

    internal static bool IsSlug(string text) => Slug().IsMatch(text);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$")]
    private static partial Regex Slug();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Colour();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\['([^']+)'\]")]
    private static partial Regex Bracketed();
}
