using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresTaskStore
{
    public async Task<AgentTask> GetAsync(AgentScope scope, Guid taskId, CancellationToken cancellationToken = default) =>
        await FindAsync(scope, taskId, cancellationToken).ConfigureAwait(false) ?? throw new TaskNotFoundException(taskId);

    public async Task<AgentTask?> FindAsync(AgentScope scope, Guid taskId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await database.SingleOrDefaultAsync<TaskRow>(scope, GetStatement(taskId), cancellationToken).ConfigureAwait(false);
        return row?.ToTask();
    }

    public async Task<Page<AgentTask>> ListAsync(
        AgentScope scope, TaskFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new TaskFilter();

        var statement = filter.DueBefore is { } dueBefore ? DeadlineStatement(scope, filter, dueBefore) : ListStatement(scope, filter);
        var rows = await database.ListAsync<TaskRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToTask(), row => filter.DueBefore is null
            ? new Cursor(CursorKind.Tasks, row.TaskId)
            : new Cursor(CursorKind.TasksByDeadline, row.TaskId, row.DueAt));
    }

    public async Task<Page<PendingApproval>> ListPendingApprovalsAsync(
        AgentScope scope, ApprovalFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new ApprovalFilter();
        CountGuard.Require(filter.Limit, TaskGuard.MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.UserId, AgentScope.MaxIdLength, nameof(filter.UserId));

        var statement = database.Statement(TaskQueries.ListPendingApprovals)
            .Set("SessionId", filter.SessionId)
            .Set("UserId", filter.UserId)
            .Set("AfterId", Cursor.Parse(filter.Cursor, CursorKind.PendingApprovals)?.Id ?? UuidV7Bounds.Lowest)
            .Set("Limit", filter.Limit + 1);
        var rows = await database.ListAsync<PendingApprovalRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToApproval(), row => new Cursor(CursorKind.PendingApprovals, row.TaskId));
    }

    private Statement DeadlineStatement(AgentScope scope, TaskFilter filter, DateTimeOffset dueBefore)
    {
        var after = Cursor.Parse(filter.Cursor, CursorKind.TasksByDeadline);
        return Common(database.Statement(TaskQueries.ListByDeadline), filter)
            .Set("SessionId", filter.SessionId)
            .Set("RunId", filter.RunId)
            .Set("UserId", UserOf(scope, filter))
            .Set("DueBefore", dueBefore)
            .Set("AfterTime", after?.Time ?? DateTimeOffset.MinValue)
            .Set("AfterId", after?.Id ?? UuidV7Bounds.Lowest);
    }

    /// <summary>The narrowest filter that has an index chooses the statement.</summary>
    private Statement ListStatement(AgentScope scope, TaskFilter filter)
    {
        var userId = UserOf(scope, filter);
        var statement = filter switch
        {
            { RunId: { } runId } => database.Statement(TaskQueries.ListByRun)
                .Set("RunId", runId)
                .Set("SessionId", filter.SessionId)
                .Set("UserId", userId),
            { SessionId: { } sessionId } => database.Statement(TaskQueries.ListBySession)
                .Set("SessionId", sessionId)
                .Set("UserId", userId),
            _ when userId is not null => database.Statement(TaskQueries.ListOfUser)
                .Set("UserId", userId),
            _ => database.Statement(TaskQueries.List),
        };
        return Common(statement, filter)
            .Set("BeforeId", Cursor.Parse(filter.Cursor, CursorKind.Tasks)?.Id ?? UuidV7Bounds.Highest);
    }

    private static Statement Common(Statement statement, TaskFilter filter)
    {
        CountGuard.Require(filter.Limit, TaskGuard.MaxPage, nameof(filter.Limit));
        ArgumentNullException.ThrowIfNull(filter.Statuses, nameof(filter.Statuses));
        return statement
            .Set("Statuses", filter.Statuses.Select(TaskStatusNames.Of).ToArray())
            .Set("Limit", filter.Limit + 1);
    }

    /// <summary>A user sees only their own rows anyway; said explicitly, it lets the index by user serve.</summary>
    private static string? UserOf(AgentScope scope, TaskFilter filter) =>
        TextGuard.Optional(filter.UserId, AgentScope.MaxIdLength, nameof(filter.UserId))
            ?? (scope.Access == AccessLevel.User ? scope.UserId : null);
}
