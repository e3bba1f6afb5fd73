namespace AgentKit;

/// <summary>The names of <see cref="AgentTaskStatus"/> and <see cref="TaskStepStatus"/> in the database.</summary>
internal static class TaskStatusNames
{
    private const string Unknown = "A task or step has a status that this library does not know.";

    public static string Of(AgentTaskStatus status) => status switch
    {
        AgentTaskStatus.Pending => "pending",
        AgentTaskStatus.InProgress => "in_progress",
        AgentTaskStatus.WaitingApproval => "waiting_approval",
        AgentTaskStatus.Completed => "completed",
        AgentTaskStatus.Failed => "failed",
        AgentTaskStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown task status."),
    };

    public static string Of(TaskStepStatus status) => status switch
    {
        TaskStepStatus.Pending => "pending",
        TaskStepStatus.InProgress => "in_progress",
        TaskStepStatus.WaitingApproval => "waiting_approval",
        TaskStepStatus.Completed => "completed",
        TaskStepStatus.Failed => "failed",
        TaskStepStatus.Canceled => "canceled",
        TaskStepStatus.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown step status."),
    };

    public static AgentTaskStatus ParseTask(string name) => name switch
    {
        "pending" => AgentTaskStatus.Pending,
        "in_progress" => AgentTaskStatus.InProgress,
        "waiting_approval" => AgentTaskStatus.WaitingApproval,
        "completed" => AgentTaskStatus.Completed,
        "failed" => AgentTaskStatus.Failed,
        "canceled" => AgentTaskStatus.Canceled,
        _ => throw new DatabaseException(Unknown, sqlState: null),
    };

    public static TaskStepStatus ParseStep(string name) => name switch
    {
        "pending" => TaskStepStatus.Pending,
        "in_progress" => TaskStepStatus.InProgress,
        "waiting_approval" => TaskStepStatus.WaitingApproval,
        "completed" => TaskStepStatus.Completed,
        "failed" => TaskStepStatus.Failed,
        "canceled" => TaskStepStatus.Canceled,
        "skipped" => TaskStepStatus.Skipped,
        _ => throw new DatabaseException(Unknown, sqlState: null),
    };
}
