namespace AgentKit;

/// <summary>One commit to a session, and where the session stood after it. What was said is read with <see cref="ISessionStore"/>.</summary>
public sealed record SessionChange
{
    /// <summary>The session that was committed to.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The version that the commit made; 1 is the creation.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// <see cref="SessionCommit.OperationId"/> of the commit, by which a writer knows its own; of a creation the id of the session.
    /// </summary>
    public required Guid OperationId { get; init; }

    /// <summary>
    /// The run under whose lease it was committed, see <see cref="SessionCommit.Run"/>; <see langword="null"/> for a commit without one.
    /// </summary>
    public Guid? RunId { get; init; }

    /// <summary>The owner of the session; <see langword="null"/> for a session of the service.</summary>
    public string? UserId { get; init; }

    /// <summary>The agent that was active.</summary>
    public required string AgentId { get; init; }

    /// <summary>Where the session stood then; it may have moved on since.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>The phase of the agent's definition; <see langword="null"/> before the first.</summary>
    public string? Phase { get; init; }

    /// <summary>How many turns the session had. The turns of this commit are those after the count of the version before.</summary>
    public required long TurnCount { get; init; }

    /// <summary>When the transaction of the commit began, by the clock of the database; not what the feed is ordered by.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>
    /// Where the feed of the workspace goes on after this change; an opaque text that stays valid. <see langword="null"/> in the feed of one
    /// session, which goes on after <see cref="Version"/>.
    /// </summary>
    public string? Cursor { get; init; }
}
