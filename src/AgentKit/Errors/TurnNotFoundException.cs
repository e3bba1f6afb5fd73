using System.Globalization;

namespace AgentKit;

/// <summary>The session has no turn of that number. Nothing was changed.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="turnNumber">The number asked for.</param>
public sealed class TurnNotFoundException(Guid sessionId, long turnNumber)
    : AgentKitException(string.Create(CultureInfo.InvariantCulture, $"Session {sessionId} has no turn {turnNumber}."))
{
    /// <summary>The session that was looked at.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The number that is past its last turn.</summary>
    public long TurnNumber { get; } = turnNumber;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
