using System.Globalization;

namespace AgentKit;

/// <summary>The task or its step is in a status that does not allow the operation, such as starting a step before its turn.</summary>
/// <param name="taskId">The task.</param>
/// <param name="status">Its status.</param>
/// <param name="attempted">The operation refused, as a verb: "start", "cancel".</param>
/// <param name="stepNumber">The step that it was to be done to; none for the task as a whole.</param>
/// <param name="stepStatus">The status of that step.</param>
public sealed class InvalidTaskStateException(
    Guid taskId, AgentTaskStatus status, string attempted, int? stepNumber = null, TaskStepStatus? stepStatus = null)
    : AgentKitException(stepNumber is null
        ? $"Task {taskId} is {status}: cannot {attempted}."
        : string.Create(CultureInfo.InvariantCulture, $"Step {stepNumber} of task {taskId} is {stepStatus}, the task {status}: cannot {attempted}."))
{
    /// <summary>The task that refused.</summary>
    public Guid TaskId { get; } = taskId;

    /// <summary>The status that the task was in.</summary>
    public AgentTaskStatus Status { get; } = status;

    /// <summary>The operation refused, as a verb.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>The step that refused; <see langword="null"/> for the task as a whole.</summary>
    public int? StepNumber { get; } = stepNumber;

    /// <summary>The status that the step was in; <see langword="null"/> for the task as a whole.</summary>
    public TaskStepStatus? StepStatus { get; } = stepStatus;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
