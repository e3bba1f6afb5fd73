using System.Globalization;

namespace AgentKit;

/// <summary>Somebody else decided first, and that decision holds. Nothing was written.</summary>
/// <param name="taskId">The task.</param>
/// <param name="stepNumber">The step that was to be decided on.</param>
/// <param name="isApproved">Whether it was approved.</param>
/// <param name="decidedBy">Who decided.</param>
/// <param name="decidedAt">When.</param>
public sealed class ApprovalAlreadyDecidedException(
    Guid taskId, int stepNumber, bool isApproved, string decidedBy, DateTimeOffset decidedAt)
    : AgentKitException(string.Create(
        CultureInfo.InvariantCulture,
        $"Step {stepNumber} of task {taskId} was {(isApproved ? "approved" : "rejected")} by '{decidedBy}' at {decidedAt:O} already."))
{
    /// <summary>The task of the step.</summary>
    public Guid TaskId { get; } = taskId;

    /// <summary>Which step of the task it is about; 1 for the first.</summary>
    public int StepNumber { get; } = stepNumber;

    /// <summary>Whether the first decision approved it.</summary>
    public bool IsApproved { get; } = isApproved;

    /// <summary>Who decided first.</summary>
    public string DecidedBy { get; } = decidedBy;

    /// <summary>When that was, by the host's clock.</summary>
    public DateTimeOffset DecidedAt { get; } = decidedAt;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Conflict;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
