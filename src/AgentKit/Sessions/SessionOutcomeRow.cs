namespace AgentKit;

/// <summary>How things stand after a write: the session as the operation left it, or, where it is not in the log, as it is now.</summary>
internal sealed record SessionOutcomeRow : SessionRow
{
    public bool IsCommitted { get; init; }

    /// <summary>Where the run stands that the commit was for; <see langword="null"/> where the session has no such run, or none was named.</summary>
    public string? RunStatus { get; init; }

    public long? RunFencingToken { get; init; }

    public string? RunWorker { get; init; }
}
