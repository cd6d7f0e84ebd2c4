using Platform.Events;

namespace Staff.Contracts;

/// <summary>An employee asked for days off.</summary>
public sealed record LeaveAsked(Guid LeaveId) : IEvent;

/// <summary>Days off were approved or refused.</summary>
public sealed record LeaveDecided(Guid LeaveId) : IEvent;

/// <summary>An employee took days off back, decided or not.</summary>
public sealed record LeaveWithdrawn(Guid LeaveId) : IEvent;
