using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresTaskStore
{
    public async Task<IReadOnlyList<AgentTask>> FailOverdueAsync(
        AgentScope scope, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, TaskGuard.MaxSweep, nameof(limit));

        var now = time.GetUtcNow();
        var sweepId = Guid.CreateVersion7(now);
        var mark = database.Statement(TaskQueries.MarkOverdue)
            .Set("SweepId", sweepId)
            .Set("Now", now)
            .Set("Limit", limit);
        var fail = database.Statement(TaskQueries.FailOverdue)
            .Set("SweepId", sweepId)
            .Set("Now", now)
            .Set("Reason", AgentTask.Overdue);
        var failed = database.Statement(TaskQueries.ListBySweep).Set("SweepId", sweepId);

        var rows = await database.ListAsync<TaskRow>(scope, [mark, fail], failed, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToTask());
    }
}
