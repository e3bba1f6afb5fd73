namespace AgentKit;

/// <summary>There is no such run of an agent in the workspace, or the scope cannot see it; which of the two is not said.</summary>
/// <param name="runId">The run asked for.</param>
public sealed class RunNotFoundException(Guid runId)
    : AgentKitException($"Run {runId} was not found.")
{
    /// <summary>The run asked for.</summary>
    public Guid RunId { get; } = runId;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
