using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Settings;
using static Platform.Words;

namespace Tenants.Founding;

/// <summary>What a new company may begin with: the company files in <c>tenants/</c> whose names begin with an underscore.</summary>
sealed class Templates
{
    readonly Dictionary<string, string> files = Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "_*.json").ToDictionary(f => Path.GetFileNameWithoutExtension(f)[1..], File.ReadAllText, StringComparer.Ordinal) : [];

    static string Folder => Path.Combine(AppContext.BaseDirectory, "tenants");

    /// <summary>Their keys, the usual one first.</summary>
    internal IReadOnlyList<string> Keys => [.. files.Keys.OrderByDescending(k => k == "template").ThenBy(k => k, StringComparer.Ordinal)];

    internal static (string Name, string Text) Words(string key) => key switch
    {
        "template" => (T("标准"), T("自动派单，各岗位齐全，适合几个小区、几十位员工")),
        "small" => (T("小公司"), T("一两位师傅、全部人工派单，以后可以随时改")),
        _ => (key, ""),
    };

    /// <summary>The company file of that template for the company; null where there is no such template.</summary>
    internal string? For(string? template, string slug, string name, string? phone)
    {
        if (template is null || !files.TryGetValue(template, out var text) || CompanyJson.Node(text) is not JsonObject root) return null;
        (root["slug"], root["name"], root["phone"], root["domains"]) = (slug, name, phone, new JsonArray());
        return root.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
