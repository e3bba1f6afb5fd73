namespace AgentKit;

/// <summary>
/// Records events from hot paths: takes them in memory and writes them in the background, in bulk, to where <see cref="IEventLog"/> finds
/// them. What cannot be written is counted and logged, never lost in silence.
/// </summary>
/// <remarks>
/// <para>Singleton and thread-safe. At most <see cref="EventBufferOptions.Capacity"/> events wait in it, besides those that are being written; the
/// process that dies with events in memory loses them. What must not be lost then, goes to <see cref="IEventLog"/> directly.</para>
/// <list type="number">
/// <item>Events are written under the scope that they were handed over with, each scope's by themselves, in statements of
/// <see cref="EventBufferOptions.BatchSize"/> at most; they wait <see cref="EventBufferOptions.FlushInterval"/> for others, and for those before
/// them.</item>
/// <item>A passing failure (PostgreSQL cannot be reached) is tried again, with the same ids, until it passes or the host ends: the events are
/// there once. Meanwhile the buffer fills, and then makes its callers wait.</item>
/// <item>An event that PostgreSQL could never take is refused at once, as by <see cref="IEventLog"/>; so what fails later fails for all.</item>
/// <item>At the end of a generic host everything is written, once all hosted services have stopped and for as long as the host's shutdown
/// timeout lets it; without one, when the service provider is disposed, within <see cref="EventBufferOptions.DrainTimeout"/>. What is left
/// then is counted as failed and logged.</item>
/// </list>
/// </remarks>
public interface IEventBuffer
{
    /// <summary>Hands an event over; waits for room where there is none.</summary>
    /// <exception cref="ArgumentException">The event is outside a stated range.</exception>
    /// <exception cref="ObjectDisposedException">The host has ended.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the event was not taken.</exception>
    ValueTask WriteAsync(AgentScope scope, NewEvent newEvent, CancellationToken cancellationToken = default);

    /// <summary>Hands an event over if there is room. Never waits.</summary>
    /// <returns>Whether it was taken. One that was not is counted as refused.</returns>
    /// <exception cref="ArgumentException">The event is outside a stated range.</exception>
    bool TryWrite(AgentScope scope, NewEvent newEvent);

    /// <summary>Waits until all events that were handed over before are written, or counted as failed. Writing begins at once.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the events stay in the buffer.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>How it has fared so far.</summary>
    EventBufferStatistics GetStatistics();
}
