namespace AgentKit;

/// <summary>The tool run is in a status that does not allow the operation, such as completing one that was canceled.</summary>
/// <param name="toolRunId">The tool run.</param>
/// <param name="status">Its status.</param>
/// <param name="attempted">The operation refused, as a verb: "complete", "cancel".</param>
public sealed class InvalidToolRunStateException(Guid toolRunId, ToolRunStatus status, string attempted)
    : AgentKitException($"Tool run {toolRunId} is {status}: cannot {attempted}.")
{
    /// <summary>The tool run that refused.</summary>
    public Guid ToolRunId { get; } = toolRunId;

    /// <summary>The status it was in.</summary>
    public ToolRunStatus Status { get; } = status;

    /// <summary>The operation refused, as a verb.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
