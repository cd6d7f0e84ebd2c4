using Platform;

namespace Staff;

/// <summary>Table of contents of the module.</summary>
public sealed class StaffModule : IModule
{
    /// <inheritdoc />
    public string Name => "staff";
}
