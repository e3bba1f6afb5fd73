namespace AgentKit;

/// <summary>The run is in a status that does not allow the operation, such as completing one that was canceled.</summary>
/// <param name="runId">The run.</param>
/// <param name="status">Its status.</param>
/// <param name="attempted">The operation refused, as a verb: "complete", "take it over".</param>
public sealed class InvalidRunStateException(Guid runId, RunStatus status, string attempted)
    : AgentKitException($"Run {runId} is {status}: cannot {attempted}.")
{
    /// <summary>The run that refused.</summary>
    public Guid RunId { get; } = runId;

    /// <summary>The status it was in.</summary>
    public RunStatus Status { get; } = status;

    /// <summary>The operation refused, as a verb.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
