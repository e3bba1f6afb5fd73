using System.Runtime.CompilerServices;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresEventLog
{
    public async Task<Page<AgentEvent>> ListAsync(
        AgentScope scope, EventFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new EventFilter();
        EventGuard.Check(filter);

        var to = BeforeId(filter);
        var cursor = Cursor.Parse(filter.Cursor, CursorKind.Events)?.Id;
        var statement = FilteredList(filter)
            .Set("FromId", FromId(filter))
            .Set("BeforeId", cursor < to ? cursor.Value : to)
            .Set("Limit", filter.Limit + 1);
        var rows = await database.ListAsync<EventRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToEvent(), row => new Cursor(CursorKind.Events, row.EventId));
    }

    public IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentScope scope, EventFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new EventFilter();
        EventGuard.Check(filter);
        return filter.Cursor is null
            ? StreamByPagesAsync(scope, filter, cancellationToken)
            : throw new ArgumentException("A stream takes no cursor: it goes from the first event to the last.", nameof(filter));
    }

    /// <summary>By pages, so that no transaction stays open while the caller takes its time.</summary>
    private async IAsyncEnumerable<AgentEvent> StreamByPagesAsync(
        AgentScope scope, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A bound in time is no id: nothing is equal to it.
        var after = FromId(filter);
        while (true)
        {
            var statement = FilteredStream(filter)
                .Set("AfterId", after)
                .Set("BeforeId", BeforeId(filter))
                .Set("Limit", filter.Limit);
            var page = await database.ListAsync<EventRow>(scope, statement, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.ToEvent();
            }

            if (page.Count < filter.Limit)
            {
                yield break;
            }

            after = page[^1].EventId;
        }
    }

    /// <summary>The narrowest filter that has an index chooses the statement.</summary>
    private Statement FilteredList(EventFilter filter) =>
        Fill(filter, filter switch
        {
            { RunId: not null } => EventQueries.ListByRun,
            { SessionId: not null } => EventQueries.ListBySession,
            { Type: not null } => EventQueries.ListByType,
            { Category: not null } => EventQueries.ListByCategory,
            _ => EventQueries.List,
        });

    private Statement FilteredStream(EventFilter filter) =>
        Fill(filter, filter switch
        {
            { RunId: not null } => EventQueries.StreamByRun,
            { SessionId: not null } => EventQueries.StreamBySession,
            { Type: not null } => EventQueries.StreamByType,
            { Category: not null } => EventQueries.StreamByCategory,
            _ => EventQueries.Stream,
        });

    private Statement Fill(EventFilter filter, string query)
    {
        var statement = database.Statement(query).Set("ToolName", filter.ToolName);
        var category = filter.Category is { } given ? EventCategoryNames.Of(given) : null;
        return filter switch
        {
            { RunId: { } runId } => statement
                .Set("RunId", runId)
                .Set("SessionId", filter.SessionId)
                .Set("Type", filter.Type)
                .Set("Category", category),
            { SessionId: { } sessionId } => statement
                .Set("SessionId", sessionId)
                .Set("Type", filter.Type)
                .Set("Category", category),
            { Type: { } type } => statement.Set("Type", type).Set("Category", category),
            { Category: not null } => statement.Set("Category", category),
            _ => statement,
        };
    }

    private static Guid FromId(EventFilter filter) => filter.From is { } time ? UuidV7Bounds.At(time) : UuidV7Bounds.Lowest;

    private static Guid BeforeId(EventFilter filter) => filter.To is { } time ? UuidV7Bounds.At(time) : UuidV7Bounds.Highest;
}
