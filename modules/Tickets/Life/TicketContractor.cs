namespace Tickets.Life;

/// <summary>Work by somebody outside: the same way through the same states, without an account.</summary>
sealed partial class Ticket
{
    /// <summary>The company outside that has it; then nobody of ours does.</summary>
    public Guid? ContractorId { get; private set; }
}
