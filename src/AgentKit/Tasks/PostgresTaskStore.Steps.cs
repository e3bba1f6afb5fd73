using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresTaskStore
{
    public Task<AgentTask> StartStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return ChangeAsync(scope, TaskChanges.Start(lease, stepNumber), cancellationToken);
    }

    public Task<AgentTask> CompleteStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, JsonElement? output = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return ChangeAsync(scope, TaskChanges.Complete(lease, stepNumber, JsonOf(output, nameof(output))), cancellationToken);
    }

    public Task<AgentTask> FailStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        TextGuard.Require(reason, int.MaxValue, nameof(reason));
        return ChangeAsync(scope, TaskChanges.Fail(lease, stepNumber, Cut(reason, nameof(reason))!), cancellationToken);
    }

    public Task<AgentTask> SkipStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return ChangeAsync(scope, TaskChanges.Skip(lease, stepNumber, Cut(reason, nameof(reason))), cancellationToken);
    }

    public Task<AgentTask> SkipStepAsync(
        AgentScope scope, Guid taskId, int stepNumber, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(scope, TaskChanges.Skip(taskId, stepNumber, Cut(reason, nameof(reason))), cancellationToken);

    public Task<AgentTask> RetryStepAsync(
        AgentScope scope,
        Guid taskId,
        int stepNumber,
        int failedAttempt,
        bool approveAgain = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failedAttempt, 1);
        return ChangeAsync(scope, TaskChanges.Retry(taskId, stepNumber, failedAttempt, approveAgain), cancellationToken);
    }

    public Task<AgentTask> ApproveAsync(
        AgentScope scope, Guid taskId, int stepNumber, NewDecision? decision = null, CancellationToken cancellationToken = default) =>
        DecideAsync(scope, taskId, stepNumber, decision, isApproved: true, cancellationToken);

    public Task<AgentTask> RejectAsync(
        AgentScope scope, Guid taskId, int stepNumber, NewDecision? decision = null, CancellationToken cancellationToken = default) =>
        DecideAsync(scope, taskId, stepNumber, decision, isApproved: false, cancellationToken);

    public Task<AgentTask> CancelAsync(
        AgentScope scope, Guid taskId, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(scope, TaskChanges.Cancel(taskId, Cut(reason, nameof(reason))), cancellationToken);

    private Task<AgentTask> DecideAsync(
        AgentScope scope, Guid taskId, int stepNumber, NewDecision? decision, bool isApproved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        decision ??= new NewDecision();
        var (approver, comment) = TaskGuard.Check(scope, decision);
        var made = new ApprovalDecision(decision.OperationId, isApproved, approver, time.GetUtcNow(), comment);
        return ChangeAsync(scope, TaskChanges.Decide(taskId, stepNumber, made), cancellationToken);
    }

    private async Task<AgentTask> ChangeAsync(AgentScope scope, TaskChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (change.StepNumber is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, "stepNumber");
        }

        var result = await database.WriteAsync<TaskRow>(
            scope,
            [database.Statement(TaskQueries.Lock).Set("TaskId", change.TaskId)],
            ChangeStatement(change),
            GetStatement(change.TaskId),
            cancellationToken).ConfigureAwait(false);

        var task = Writable(scope, result.Diagnosis, change.TaskId, change.Verb);
        var step = change.StepNumber is { } stepNumber
            ? task.Steps.ElementAtOrDefault(stepNumber - 1) ?? throw new TaskNotFoundException(task.Id, stepNumber)
            : null;
        return result.Applied || change.IsRepeated(task, step) ? task : throw Refusal(task, step, change);
    }

    private static AgentKitException Refusal(AgentTask task, TaskStep? step, TaskChange change)
    {
        if (change.Lease is { } lease && (task.FencingToken != lease.FencingToken || IsReleased(task)))
        {
            return Lost(task, lease);
        }

        return change.Decision is not null && step?.Decision is { } first
            ? new ApprovalAlreadyDecidedException(task.Id, step.Number, first.IsApproved, first.DecidedBy, first.DecidedAt)
            : new InvalidTaskStateException(task.Id, task.Status, change.Verb, step?.Number, step?.Status);
    }

    private static bool IsReleased(AgentTask task) =>
        task.Worker is null && task.Status is (AgentTaskStatus.Pending or AgentTaskStatus.InProgress);

    private Statement ChangeStatement(TaskChange change) =>
        database.Statement(TaskQueries.Change)
            .Set("TaskId", change.TaskId)
            .Set("StepNumber", change.StepNumber)
            .Set("FromStatuses", change.From.Select(TaskStatusNames.Of).ToArray())
            .Set("ToStatus", TaskStatusNames.Of(change.To))
            .Set("TaskStatuses", change.TaskStatuses.Select(TaskStatusNames.Of).ToArray())
            .Set("FencingToken", change.Lease?.FencingToken)
            .Set("FailedAttempt", change.FailedAttempt)
            .Set("ApproveAgain", change.ApproveAgain)
            .Set("DecisionId", change.Decision?.OperationId)
            .Set("IsApproved", change.Decision?.IsApproved)
            .Set("DecidedBy", change.Decision?.DecidedBy)
            .Set("Comment", change.Decision?.Comment)
            .Set("Now", change.Decision?.DecidedAt ?? time.GetUtcNow())
            .Set("Reason", change.Reason)
            .Set("Output", change.Output);

    private static string? Cut(string? reason, string paramName) => ToolErrorText.CheckMessage(reason, paramName);
}
