using Platform;

namespace Tickets;

/// <summary>Table of contents of the module.</summary>
public sealed class TicketsModule : IModule
{
    /// <inheritdoc />
    public string Name => "tickets";
}
