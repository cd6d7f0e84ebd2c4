using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model;
using Platform.Time;

namespace Platform.Events;

/// <summary>Something that happened, in the past tense. Written to the outbox in the transaction that made it happen.</summary>
public interface IEvent;

/// <summary>
/// Reacts to an event. Runs in a scope of the event's company, inside one transaction together with the mark that the event was handled:
/// what it writes through the scope's context happens exactly once. Effects outside the database must bear a repetition.
/// </summary>
public interface IHandle<in TEvent> where TEvent : IEvent
{
    /// <summary>Handles one event; an exception makes it try again later, and parks it after <see cref="OutboxMessage.MaxAttempts"/> tries.</summary>
    Task Handle(TEvent happened, EventContext context, CancellationToken stop);
}

/// <summary>What a handler knows besides the event.</summary>
public sealed class EventContext(Guid messageId, DateTime occurredAt)
{
    /// <summary>Unique per event and handler: the natural key for what the handler makes.</summary>
    public Guid MessageId => messageId;
    /// <summary>When it happened (UTC).</summary>
    public DateTime OccurredAt => occurredAt;
    /// <summary>Pushed to open pages once the transaction is committed.</summary>
    public List<Nodes.LivePush> Pushes { get; } = [];
}

/// <summary>An event waiting for one handler; the row is deleted in the transaction that handles it.</summary>
public sealed class OutboxMessage : Part
{
    /// <summary>After so many failures a message is parked until an operator looks at it.</summary>
    public const int MaxAttempts = 8;

    OutboxMessage() { }

    /// <summary>An event for one handler, due at <paramref name="dueAt"/> (UTC).</summary>
    public OutboxMessage(string handler, string payload, DateTime occurredAt, DateTime dueAt) =>
        (Handler, Payload, OccurredAt, DueAt) = (handler, payload, occurredAt, dueAt);

    /// <summary>The handler's full name.</summary>
    public string Handler { get; private set; } = "";
    /// <summary>The event as JSON: ids, no personal data.</summary>
    public string Payload { get; private set; } = "";
    /// <summary>When it happened (UTC).</summary>
    public DateTime OccurredAt { get; private set; }
    /// <summary>Not before (UTC); moved on after a failure and while a node works on it.</summary>
    public DateTime DueAt { get; internal set; }
    /// <summary>Failures so far.</summary>
    public int Attempts { get; internal set; }
    /// <summary>What went wrong last.</summary>
    public string? LastError { get; internal set; }
    /// <summary>When it was given up (UTC).</summary>
    public DateTime? ParkedAt { get; internal set; }

    /// <summary>2 s, 4 s, 8 s … capped at ten minutes.</summary>
    public static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, attempts)));
}

/// <summary>Who handles what, filled by the modules.</summary>
public sealed class EventSubscriptions
{
    readonly Dictionary<Type, List<string>> byEvent = [];
    readonly Dictionary<string, Func<IServiceProvider, string, EventContext, CancellationToken, Task>> runners = new(StringComparer.Ordinal);

    /// <summary>Subscribes a handler; the container must know it.</summary>
    public void Add<TEvent, THandler>() where TEvent : IEvent where THandler : class, IHandle<TEvent>
    {
        var name = $"{typeof(THandler).FullName}/{typeof(TEvent).Name}";
        if (!byEvent.TryGetValue(typeof(TEvent), out var handlers)) byEvent[typeof(TEvent)] = handlers = [];
        handlers.Add(name);
        runners[name] = (services, payload, context, stop) =>
            services.GetRequiredService<THandler>().Handle(JsonSerializer.Deserialize<TEvent>(payload, Instants.Json)!, context, stop);
    }

    /// <summary>Names of the handlers of an event.</summary>
    public IReadOnlyList<string> HandlersOf(Type happened) => byEvent.GetValueOrDefault(happened) ?? [];

    /// <summary>Runs a handler; an unknown name means that a deployed handler was removed, and throws.</summary>
    public Task Run(string handler, IServiceProvider services, string payload, EventContext context, CancellationToken stop) =>
        runners.TryGetValue(handler, out var run) ? run(services, payload, context, stop) : throw new InvalidOperationException($"No handler {handler}.");
}

/// <summary>Registration of handlers.</summary>
public static class EventRegistration
{
    /// <summary>Registers and subscribes a handler.</summary>
    public static IServiceCollection AddHandler<TEvent, THandler>(this IServiceCollection services) where TEvent : IEvent where THandler : class, IHandle<TEvent>
    {
        services.AddScoped<THandler>();
        var subscriptions = services.FirstOrDefault(s => s.ServiceType == typeof(EventSubscriptions))?.ImplementationInstance as EventSubscriptions;
        if (subscriptions is null) services.AddSingleton(subscriptions = new EventSubscriptions());
        subscriptions.Add<TEvent, THandler>();
        return services;
    }
}
