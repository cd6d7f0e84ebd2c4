using Platform;

namespace Tenants;

/// <summary>Table of contents of the module.</summary>
public sealed class TenantsModule : IModule
{
    /// <inheritdoc />
    public string Name => "tenants";
}
