namespace AgentKit;

/// <summary>One change of a task's steps: what <c>change.sql</c> is given, and how a repetition of it is recognised.</summary>
internal sealed record TaskChange
{
    /// <summary>The operation as a verb, for errors.</summary>
    public required string Verb { get; init; }

    public required Guid TaskId { get; init; }

    /// <summary>The step; all that are not over if there is none.</summary>
    public int? StepNumber { get; init; }

    /// <summary>The statuses that a step may be changed from.</summary>
    public required TaskStepStatus[] From { get; init; }

    public required TaskStepStatus To { get; init; }

    /// <summary>The statuses that the task may be in.</summary>
    public AgentTaskStatus[] TaskStatuses { get; init; } = TaskChanges.OpenTask;

    /// <summary>The lease of the worker who asks; none for a person.</summary>
    public TaskLease? Lease { get; init; }

    /// <summary>The attempt that is retried.</summary>
    public int? FailedAttempt { get; init; }

    public bool ApproveAgain { get; init; }

    public ApprovalDecision? Decision { get; init; }

    public string? Reason { get; init; }

    public string? Output { get; init; }

    /// <summary>Whether it had been applied before, judged by the task and the step as they are.</summary>
    public required Func<AgentTask, TaskStep?, bool> IsRepeated { get; init; }
}
