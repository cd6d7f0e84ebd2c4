namespace Platform.Model;

/// <summary>
/// A row that belongs to one company. The context stamps <see cref="TenantId"/> when the row is first tracked and it never changes;
/// the key of every table is (TenantId, Id). Derive from <see cref="Aggregate"/>, <see cref="Part"/> or <see cref="Entry"/>, never from this.
/// </summary>
public abstract class TenantOwned
{
    /// <summary>The owning company.</summary>
    public Guid TenantId { get; internal set; }

    /// <summary>Version 7 UUID made in code.</summary>
    public Guid Id { get; protected init; } = Guid.CreateVersion7();
}

/// <summary>A row that is loaded, changed and saved as one; the second of two writers gets a conflict through <see cref="Version"/>.</summary>
public abstract class Aggregate : TenantOwned
{
    /// <summary>Counts the changes of the row and of its parts; the context raises it on every save and every UPDATE asks for the value that was read.</summary>
    public int Version { get; internal set; } = 1;
}

/// <summary>A row inside an aggregate, changed only through it and guarded by its version.</summary>
public abstract class Part : TenantOwned;

/// <summary>A line of history: inserted once, never changed nor deleted. The context refuses anything else.</summary>
public abstract class Entry : TenantOwned;
