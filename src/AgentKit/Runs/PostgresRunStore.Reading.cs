using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresRunStore
{
    public async Task<Run> GetAsync(AgentScope scope, Guid runId, CancellationToken cancellationToken = default) =>
        await FindAsync(scope, runId, cancellationToken).ConfigureAwait(false) ?? throw new RunNotFoundException(runId);

    public async Task<Run?> FindAsync(AgentScope scope, Guid runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await FindRowAsync(scope, runId, cancellationToken).ConfigureAwait(false);
        return row?.ToRun();
    }

    public async Task<Page<Run>> ListAsync(
        AgentScope scope, RunFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new RunFilter();

        var rows = await database.ListAsync<RunRow>(scope, ListStatement(filter), cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToRun(), row => new Cursor(CursorKind.Runs, row.RunId));
    }

    private ValueTask<RunRow?> FindRowAsync(AgentScope scope, Guid runId, CancellationToken cancellationToken) =>
        database.SingleOrDefaultAsync<RunRow>(scope, GetStatement(runId), cancellationToken);

    private Statement ListStatement(RunFilter filter)
    {
        CountGuard.Require(filter.Limit, RunGuard.MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.AgentId, AgentGuard.MaxIdLength, nameof(filter.AgentId));
        TextGuard.Optional(filter.AgentType, RunGuard.MaxNameLength, nameof(filter.AgentType));
        ArgumentNullException.ThrowIfNull(filter.Statuses, nameof(filter.Statuses));

        var to = filter.To is { } before ? UuidV7Bounds.At(before) : UuidV7Bounds.Highest;
        var cursor = Cursor.Parse(filter.Cursor, CursorKind.Runs)?.Id;
        return FilteredList(filter)
            .Set("FromId", filter.From is { } from ? UuidV7Bounds.At(from) : UuidV7Bounds.Lowest)
            .Set("BeforeId", cursor < to ? cursor.Value : to)
            .Set("AgentId", filter.AgentId)
            .Set("AgentType", filter.AgentType)
            .Set("Statuses", filter.Statuses.Select(RunStatusNames.Of).ToArray())
            .Set("Limit", filter.Limit + 1);
    }

    /// <summary>The narrowest filter that has an index chooses the statement.</summary>
    private Statement FilteredList(RunFilter filter) => filter switch
    {
        { ParentRunId: { } parentId } => database.Statement(RunQueries.ListByParent)
            .Set("ParentRunId", parentId)
            .Set("SessionId", filter.SessionId),
        { SessionId: { } sessionId } => database.Statement(RunQueries.ListBySession)
            .Set("SessionId", sessionId),
        _ => database.Statement(RunQueries.List),
    };
}
