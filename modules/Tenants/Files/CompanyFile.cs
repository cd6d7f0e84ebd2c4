using System.Text.Json.Serialization;
using Platform.Settings;

namespace Tenants.Files;

/// <summary>The part of a company file that the platform itself keeps.</summary>
sealed record CompanyHead(string Slug, string Name, string Accent, string TimeZone)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
    public string? Phone { get; init; }
    public IReadOnlyList<string> Domains { get; init; } = [];
}

/// <summary>A company file that is right in itself.</summary>
sealed record CompanyFile(CompanyHead Head, IReadOnlyList<SectionValue> Sections);

/// <summary>A section with what the file says.</summary>
sealed record SectionValue(ICompanySection Section, object Value);
