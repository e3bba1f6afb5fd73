namespace AgentKit;

/// <summary>The operations on steps, each stated once: from which statuses to which, and what tells that it was done before.</summary>
internal static class TaskChanges
{
    public static AgentTaskStatus[] OpenTask =>
        [AgentTaskStatus.Pending, AgentTaskStatus.InProgress, AgentTaskStatus.WaitingApproval];

    public static TaskChange Start(TaskLease lease, int stepNumber) => new()
    {
        Verb = "start",
        TaskId = lease.TaskId,
        Lease = lease,
        StepNumber = stepNumber,
        From = [TaskStepStatus.Pending, TaskStepStatus.InProgress],
        To = TaskStepStatus.InProgress,
        IsRepeated = (_, step) => Is(step, TaskStepStatus.InProgress, lease),
    };

    public static TaskChange Complete(TaskLease lease, int stepNumber, string? output) => new()
    {
        Verb = "complete",
        TaskId = lease.TaskId,
        Lease = lease,
        StepNumber = stepNumber,
        From = [TaskStepStatus.InProgress],
        To = TaskStepStatus.Completed,
        Output = output,
        IsRepeated = (_, step) => Is(step, TaskStepStatus.Completed, lease),
    };

    public static TaskChange Fail(TaskLease lease, int stepNumber, string reason) => new()
    {
        Verb = "fail",
        TaskId = lease.TaskId,
        Lease = lease,
        StepNumber = stepNumber,
        From = [TaskStepStatus.InProgress],
        To = TaskStepStatus.Failed,
        Reason = reason,
        IsRepeated = (_, step) => Is(step, TaskStepStatus.Failed, lease),
    };

    public static TaskChange Skip(TaskLease lease, int stepNumber, string? reason) => new()
    {
        Verb = "skip",
        TaskId = lease.TaskId,
        Lease = lease,
        StepNumber = stepNumber,
        From = [TaskStepStatus.Pending, TaskStepStatus.InProgress],
        To = TaskStepStatus.Skipped,
        Reason = reason,
        IsRepeated = (_, step) => Is(step, TaskStepStatus.Skipped, lease),
    };

    public static TaskChange Skip(Guid taskId, int stepNumber, string? reason) => new()
    {
        Verb = "skip",
        TaskId = taskId,
        StepNumber = stepNumber,
        From = [TaskStepStatus.Pending, TaskStepStatus.WaitingApproval, TaskStepStatus.Failed],
        To = TaskStepStatus.Skipped,
        TaskStatuses = [.. OpenTask, AgentTaskStatus.Failed],
        Reason = reason,
        IsRepeated = (_, step) => step!.Status == TaskStepStatus.Skipped,
    };

    public static TaskChange Retry(Guid taskId, int stepNumber, int failedAttempt, bool approveAgain) => new()
    {
        Verb = "retry",
        TaskId = taskId,
        StepNumber = stepNumber,
        From = [TaskStepStatus.Failed],
        To = TaskStepStatus.Pending,
        TaskStatuses = [AgentTaskStatus.Failed],
        FailedAttempt = failedAttempt,
        ApproveAgain = approveAgain,
        IsRepeated = (_, step) => step!.Attempt > failedAttempt,
    };

    public static TaskChange Decide(Guid taskId, int stepNumber, ApprovalDecision decision) => new()
    {
        Verb = decision.IsApproved ? "approve" : "reject",
        TaskId = taskId,
        StepNumber = stepNumber,
        From = [TaskStepStatus.WaitingApproval],
        To = decision.IsApproved ? TaskStepStatus.Pending : TaskStepStatus.Canceled,
        Decision = decision,
        Reason = decision.IsApproved ? null : decision.Comment,
        IsRepeated = (_, step) => step!.EarlierDecisions.Append(step.Decision)
            .Any(made => made?.OperationId == decision.OperationId && made.IsApproved == decision.IsApproved),
    };

    public static TaskChange Cancel(Guid taskId, string? reason) => new()
    {
        Verb = "cancel",
        TaskId = taskId,
        From = [TaskStepStatus.Pending, TaskStepStatus.InProgress, TaskStepStatus.WaitingApproval],
        To = TaskStepStatus.Canceled,
        Reason = reason,
        IsRepeated = (task, _) => task.Status == AgentTaskStatus.Canceled,
    };

    private static bool Is(TaskStep? step, TaskStepStatus status, TaskLease lease) =>
        step!.Status == status && step.FencingToken == lease.FencingToken;
}
