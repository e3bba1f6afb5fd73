namespace AgentKit;

/// <summary>What stood against a commit, as far as the scope sees the session.</summary>
internal sealed record CommitVerdictRow
{
    public long Version { get; init; }

    public string? UserId { get; init; }

    public string Status { get; init; } = "";

    /// <summary>Nothing: the same operation was applied before.</summary>
    public bool IsCommitted { get; init; }
}
