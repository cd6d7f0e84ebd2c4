namespace Web.Layouts;

/// <summary>Changes with every build, so that browsers fetch new styles and scripts once.</summary>
static class AssetVersion
{
    internal static readonly string Value = typeof(AssetVersion).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];
}
