namespace AgentKit;

/// <summary>There is no such session in the workspace, or the scope cannot see it; which of the two is not said.</summary>
/// <param name="sessionId">The session asked for.</param>
public sealed class SessionNotFoundException(Guid sessionId)
    : AgentKitException($"Session {sessionId} was not found.")
{
    /// <summary>The session asked for.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
