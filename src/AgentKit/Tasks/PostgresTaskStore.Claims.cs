using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresTaskStore
{
    public async Task<ClaimedTask?> ClaimAsync(AgentScope scope, NewClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TaskGuard.Check(claim);

        var result = await database.WriteAsync<TaskRow>(
            scope,
            ClaimStatement(claim),
            database.Statement(TaskQueries.GetClaimed).Set("ClaimId", claim.Id),
            cancellationToken).ConfigureAwait(false);
        return result.Diagnosis is { } row ? new ClaimedTask(row.ToLease(), row.ToTask()) : null;
    }

    public async Task<TaskLease> RenewAsync(
        AgentScope scope, TaskLease lease, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(lease);
        TaskGuard.CheckDuration(duration, nameof(duration));

        var renew = database.Statement(TaskQueries.Renew)
            .Set("TaskId", lease.TaskId)
            .Set("FencingToken", lease.FencingToken)
            .Set("Duration", duration);
        var result = await database.WriteAsync<TaskRow>(scope, renew, GetStatement(lease.TaskId), cancellationToken).ConfigureAwait(false);
        var task = Writable(scope, result.Diagnosis, lease.TaskId, "renew the lease on");
        return result.Applied ? result.Diagnosis!.ToLease() : throw Refusal(task, lease, "renew its lease");
    }

    public async Task<AgentTask> ReleaseAsync(AgentScope scope, TaskLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(lease);

        var release = database.Statement(TaskQueries.Release)
            .Set("TaskId", lease.TaskId)
            .Set("FencingToken", lease.FencingToken);
        var result = await database.WriteAsync<TaskRow>(scope, release, GetStatement(lease.TaskId), cancellationToken).ConfigureAwait(false);
        var task = Writable(scope, result.Diagnosis, lease.TaskId, "release");

        // Nobody holds it any more, or never did since: it was released before, or the lease has ended with the work.
        return task.FencingToken == lease.FencingToken ? task : throw Lost(task, lease);
    }

    /// <summary>The narrowest filter chooses the statement.</summary>
    private Statement ClaimStatement(NewClaim claim)
    {
        var statement = claim switch
        {
            { TaskId: { } taskId } => database.Statement(TaskQueries.ClaimById)
                .Set("TaskId", taskId)
                .Set("SessionId", claim.SessionId),
            { SessionId: { } sessionId } => database.Statement(TaskQueries.ClaimOfSession)
                .Set("SessionId", sessionId),
            _ => database.Statement(TaskQueries.Claim),
        };
        return statement
            .Set("ClaimId", claim.Id)
            .Set("Worker", claim.Worker)
            .Set("Duration", claim.Duration)
            .Set("ToolNames", claim.ToolNames.ToArray())
            .WhenViolated(Constraints.TaskClaim, () => new DatabaseUnavailableException(
                "The same claim is being made at this moment.", sqlState: null));
    }

    /// <summary>The task, if there is one that the scope may write.</summary>
    private static AgentTask Writable(AgentScope scope, TaskRow? row, Guid taskId, string verb)
    {
        var task = row?.ToTask() ?? throw new TaskNotFoundException(taskId);
        return scope.MayWrite(task.UserId) ? task : throw new AccessDeniedException(scope.Access, verb, $"task {taskId}");
    }

    /// <summary>Why a lease is of no use: another worker has the task, there is no work now, or the lease was released.</summary>
    private static AgentKitException Refusal(AgentTask task, TaskLease lease, string attempted) =>
        task.FencingToken != lease.FencingToken || task.Status is AgentTaskStatus.Pending or AgentTaskStatus.InProgress
            ? Lost(task, lease)
            : new InvalidTaskStateException(task.Id, task.Status, attempted);

    private static TaskLeaseLostException Lost(AgentTask task, TaskLease lease) =>
        new(task.Id, lease.FencingToken, task.FencingToken, task.Worker);
}
