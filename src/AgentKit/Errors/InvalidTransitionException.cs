namespace AgentKit;

/// <summary>The agent does not allow a session to go from its phase to the one asked for.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="agentId">The agent whose transitions apply.</param>
/// <param name="from">The present phase, or none yet.</param>
/// <param name="to">The phase asked for.</param>
/// <param name="allowed">The phases that can be reached; may be empty.</param>
public sealed class InvalidTransitionException(Guid sessionId, string agentId, string? from, string to, IReadOnlyList<string> allowed)
    : AgentKitException(Describe(sessionId, agentId, from, to, allowed))
{
    /// <summary>The session, left in the phase it was in.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>The agent whose transitions apply.</summary>
    public string AgentId { get; } = agentId;

    /// <summary>The phase the session is in; null when it has none yet.</summary>
    public string? From { get; } = from;

    /// <summary>The phase asked for.</summary>
    public string To { get; } = to;

    /// <summary>The phases that can be reached from <see cref="From"/>; empty when it is a last one.</summary>
    public IReadOnlyList<string> Allowed { get; } = [.. allowed];

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;

    private static string Describe(Guid sessionId, string agentId, string? from, string to, IReadOnlyList<string> allowed)
    {
        var start = from is null ? "without a phase" : $"in phase '{from}'";
        var reachable = allowed.Count == 0 ? "none" : string.Join(", ", allowed);
        return $"Session {sessionId} of agent '{agentId}' is {start} and cannot go to '{to}'. Reachable: {reachable}.";
    }
}
