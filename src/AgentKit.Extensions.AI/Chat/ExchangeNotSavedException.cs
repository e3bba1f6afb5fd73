using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// A model has answered, and the answer could not be committed: the database stayed unreachable, or the session was closed meanwhile.
/// Nothing is lost: the reply is here, and so is the commit, which can be sent again.
/// </summary>
/// <param name="sessionId">The session that it was for.</param>
/// <param name="response">The reply, as far as it came.</param>
/// <param name="commit">What was to be appended; sent again, now or after a restart, it is applied once.</param>
/// <param name="innerException">Why it could not be appended.</param>
public sealed class ExchangeNotSavedException(Guid sessionId, ChatResponse response, SessionCommit commit, Exception innerException)
    : AgentKitException(
        $"A reply in session {sessionId} could not be committed as operation {commit?.OperationId}: {innerException?.Message}", innerException)
{
    /// <summary>The session that it was for.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The reply, as far as it came.</summary>
    public ChatResponse Response { get; } = response;

    /// <summary>For <see cref="ISessionStore.AppendAsync"/>: sent again, it is applied once, also if it was applied already.</summary>
    public SessionCommit Commit { get; } = commit!;

    /// <summary>That of the cause.</summary>
    public override ErrorCategory Category => (InnerException as AgentKitException)?.Category ?? ErrorCategory.Database;

    /// <summary>Whether the same commit may succeed later: that of the cause. Not whether the model should be asked again.</summary>
    public override bool IsRetryable => InnerException is AgentKitException { IsRetryable: true };
}
