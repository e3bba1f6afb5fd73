using System.Globalization;

namespace AgentKit;

/// <summary>There is no such task in the workspace, or the scope cannot see it, which of the two is not said; or it has no such step.</summary>
/// <param name="taskId">The task asked for.</param>
/// <param name="stepNumber">The step that the task does not have; none if there is no such task.</param>
public sealed class TaskNotFoundException(Guid taskId, int? stepNumber = null)
    : AgentKitException(stepNumber is null
        ? $"Task {taskId} was not found."
        : string.Create(CultureInfo.InvariantCulture, $"Task {taskId} has no step {stepNumber}."))
{
    /// <summary>The task asked for.</summary>
    public Guid TaskId { get; } = taskId;

    /// <summary>The step that the task does not have; <see langword="null"/> if there is no such task.</summary>
    public int? StepNumber { get; } = stepNumber;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
