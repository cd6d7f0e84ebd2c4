using Platform.Events;

namespace Tenants.Contracts;

/// <summary>A member was suspended or let in again, or has other roles or areas.</summary>
public sealed record MemberChanged(Guid MemberId) : IEvent;
