using Platform.Events;

namespace Staff.Contracts;

/// <summary>Who can be given work has changed: somebody came on or off duty, days off were decided or withdrawn, shifts, skills or areas are others, or somebody left.</summary>
public sealed record RosterChanged(Guid StaffId) : IEvent;

/// <summary>An employee asked for days off.</summary>
public sealed record LeaveAsked(Guid LeaveId) : IEvent;

/// <summary>Days off were approved or refused.</summary>
public sealed record LeaveDecided(Guid LeaveId) : IEvent;

/// <summary>An employee took days off back, decided or not.</summary>
public sealed record LeaveWithdrawn(Guid LeaveId) : IEvent;
