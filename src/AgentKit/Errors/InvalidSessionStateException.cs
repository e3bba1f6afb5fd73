namespace AgentKit;

/// <summary>The session is in a status that does not allow the operation, such as a commit to a closed session.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="status">Its status.</param>
/// <param name="attempted">The operation refused, as a verb: "commit", "close".</param>
public sealed class InvalidSessionStateException(Guid sessionId, SessionStatus status, string attempted)
    : AgentKitException($"Session {sessionId} is {status}: cannot {attempted}.")
{
    /// <summary>The session that refused.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The status it was in.</summary>
    public SessionStatus Status { get; } = status;

    /// <summary>The operation refused, as a verb.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
