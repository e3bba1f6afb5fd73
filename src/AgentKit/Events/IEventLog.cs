namespace AgentKit;

/// <summary>The append-only record of what happened: hooks, responses, phases.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise. A hot path that must not wait for one uses
/// <see cref="IEventBuffer"/>.</para>
/// <para>An event belongs to the user of the scope that records it. A user sees their own, an admin and a service those of the whole
/// workspace, also what a service recorded for nobody.</para>
/// <para>Concurrency and repetition:</para>
/// <list type="number">
/// <item>The id of an event is the operation: recorded again, now or after a restart, it is there once and as it was recorded first.</item>
/// <item>So every call may be sent again, and is, when a connection is lost.</item>
/// <item>Order is that of the ids, which is that of the times they were made from. Events of several machines, and events that were recorded
/// late, take their place between others: a reader that wants everything must not go on from the last one that it has seen.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface IEventLog
{
    /// <summary>Records one event.</summary>
    /// <returns>The event as it is recorded.</returns>
    /// <exception cref="AlreadyExistsException">
    /// The id is taken by another event: one of another category, type, session or run, or one that the scope does not see.
    /// </exception>
    Task<AgentEvent> AppendAsync(AgentScope scope, NewEvent newEvent, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records many events in one statement: all of them or, after an error, none. One round trip; another one where an id is recorded already.
    /// </summary>
    /// <param name="scope">Who records them; they all belong to its user.</param>
    /// <param name="newEvents">
    /// At most 10,000, with payloads of at most 64 Mi characters together; none is allowed. Ids that are recorded already, and repeated ones, are passed over.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were new. It may be zero for events that this call did record, when the connection was lost before the answer.</returns>
    Task<int> AppendManyAsync(AgentScope scope, IReadOnlyList<NewEvent> newEvents, CancellationToken cancellationToken = default);

    /// <summary>One page of the events that the scope may see, the latest first.</summary>
    Task<Page<AgentEvent>> ListAsync(AgentScope scope, EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// All events that match, the earliest first, read by pages while they are consumed: what a replay or an export needs. One round trip for
    /// <see cref="EventFilter.Limit"/> of them. It ends with the last one; it does not wait for more.
    /// </summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="filter">Which ones; without a <see cref="EventFilter.Cursor"/>. Default: all that the scope may see.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentScope scope, EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Retention: removes events of the whole workspace, whoever's they are, in batches. Each batch is one round trip and one transaction, so
    /// that nobody waits for long; several may run at once and share the work.
    /// </summary>
    /// <param name="scope">That of a service.</param>
    /// <param name="before">Events go whose id was made before this time, to the millisecond.</param>
    /// <param name="batchSize">How many a batch removes at most: 1 to 10,000; 1,000 by default.</param>
    /// <param name="cancellationToken">Ends it between two batches too; what is removed stays removed.</param>
    /// <returns>How many it removed. A batch is not counted when the connection was lost before its answer.</returns>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<long> DeleteOlderThanAsync(
        AgentScope scope, DateTimeOffset before, int batchSize = 1_000, CancellationToken cancellationToken = default);
}
