namespace AgentKit;

/// <summary>How things stand after a write: the session as the operation left it, or, where it is not in the log, as it is now.</summary>
internal sealed record SessionOutcomeRow : SessionRow
{
    public bool IsCommitted { get; init; }
}
