using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The events in PostgreSQL. Its partial files follow the contract: appending, reading, retention.</summary>
internal sealed partial class PostgresEventLog(Database database, EventGroups groups, AgentKitOptions options, TimeProvider time) : IEventLog
{
    public async Task<AgentEvent> AppendAsync(AgentScope scope, NewEvent newEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var wanted = EventGuard.Check(newEvent, time.GetUtcNow(), options.Limits);
        return groups.Takes(scope)
            ? await groups.WriteAsync(
                scope,
                wanted.Id,
                () => new GroupedEvent(scope, wanted),
                row => row.ToEvent(),
                _ => AppendByItselfAsync(scope, wanted, cancellationToken),
                cancellationToken).ConfigureAwait(false)
            : await AppendByItselfAsync(scope, wanted, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AgentEvent> AppendByItselfAsync(AgentScope scope, CheckedEvent wanted, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<EventRow>(
            scope,
            AppendStatement(scope, wanted),
            database.Statement(EventQueries.Get).Set("EventId", wanted.Id),
            cancellationToken).ConfigureAwait(false);
        return result.Diagnosis is { } row && IsSame(row, wanted)
            ? row.ToEvent()
            : throw new AlreadyExistsException("event", "id", wanted.Id.ToString());
    }

    public Task<int> AppendManyAsync(
        AgentScope scope, IReadOnlyList<NewEvent> newEvents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return AppendManyAsync(scope, EventGuard.Check(newEvents, time.GetUtcNow(), options.Limits), cancellationToken);
    }

    /// <summary>Records events that were checked before: those of a call, or of the buffer.</summary>
    public async Task<int> AppendManyAsync(AgentScope scope, IReadOnlyList<CheckedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return 0;
        }

        try
        {
            return await CountAsync(scope, AppendManyStatement(EventQueries.AppendMany, scope, events), cancellationToken).ConfigureAwait(false);
        }
        catch (AlreadyExistsException)
        {
            return await CountAsync(scope, AppendManyStatement(EventQueries.AppendManyAgain, scope, events), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<int> CountAsync(AgentScope scope, Statement statement, CancellationToken cancellationToken)
    {
        var row = await database.SingleOrDefaultAsync<EventCountRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return row!.Count; // an aggregate has always one row
    }

    private Statement AppendStatement(AgentScope scope, CheckedEvent newEvent) =>
        database.Statement(EventQueries.Append)
            .Set("EventId", newEvent.Id)
            .Set("OccurredAt", newEvent.OccurredAt)
            .Set("SessionId", newEvent.SessionId)
            .Set("RunId", newEvent.RunId)
            .Set("UserId", scope.UserId)
            .Set("Category", newEvent.Category)
            .Set("Type", newEvent.Type)
            .Set("ToolName", newEvent.ToolName)
            .Set("Payload", newEvent.Payload);

    private Statement AppendManyStatement(string query, AgentScope scope, IReadOnlyList<CheckedEvent> events) =>
        database.Statement(query)
            .Set("UserId", scope.UserId)
            .Set("EventIds", Column(events, item => item.Id))
            .Set("OccurredAts", Column(events, item => item.OccurredAt.ToUniversalTime()))
            .Set("SessionIds", Column(events, item => item.SessionId))
            .Set("RunIds", Column(events, item => item.RunId))
            .Set("Categories", Column(events, item => item.Category))
            .Set("Types", Column(events, item => item.Type))
            .Set("ToolNames", Column(events, item => item.ToolName))
            .Set("Payloads", Column(events, item => item.Payload))
            .WhenViolated(Constraints.EventId, () => new AlreadyExistsException("event", "id", "one of many"));

    private static T[] Column<T>(IReadOnlyList<CheckedEvent> events, Func<CheckedEvent, T> value)
    {
        var column = new T[events.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(events[i]);
        }

        return column;
    }

    private static bool IsSame(EventRow row, CheckedEvent wanted) =>
        row.Category == wanted.Category
        && row.Type == wanted.Type
        && row.SessionId == wanted.SessionId
        && row.RunId == wanted.RunId;
}
