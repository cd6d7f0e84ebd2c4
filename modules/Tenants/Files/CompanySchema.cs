using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Platform;
using Platform.Settings;

namespace Tenants.Files;

/// <summary>The JSON schema of company files: the head and every module's sections.</summary>
sealed class CompanySchema(IReadOnlyList<IModule> modules)
{
    static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true };

    public string Text()
    {
        CompanyJson.Options.MakeReadOnly(populateMissingResolver: true);
        var schema = (JsonObject)Of(typeof(CompanyHead));
        var properties = (JsonObject)schema["properties"]!;
        foreach (var section in modules.SelectMany(m => m.Sections)) properties[section.Name] = Of(section.Shape);
        schema["additionalProperties"] = false;
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Linli company file");
        return schema.ToJsonString(CompanyJson.Options) + "\n";
    }

    static JsonNode Of(Type shape) => CompanyJson.Options.GetJsonSchemaAsNode(shape, Exporting);
}
