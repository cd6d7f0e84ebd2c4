using Platform;

namespace Estates;

/// <summary>Table of contents of the module.</summary>
public sealed class EstatesModule : IModule
{
    /// <inheritdoc />
    public string Name => "estates";
}
