namespace AgentKit;

/// <summary>How long things are kept. What is not named is kept for ever; times are more than zero, measured by the host's clock.</summary>
public sealed record RetentionPolicy
{
    /// <summary>
    /// Sessions with everything in them, by status: closed and archived ones from when they were closed, others from their last turn, or their
    /// creation where there is none.
    /// </summary>
    public Dictionary<SessionStatus, TimeSpan> Sessions { get; init; } = [];

    /// <summary>
    /// Tasks with their steps, by status, from when they were over: <see cref="AgentTaskStatus.Completed"/>,
    /// <see cref="AgentTaskStatus.Failed"/> and <see cref="AgentTaskStatus.Canceled"/>. Work that is still to be done has no age.
    /// </summary>
    public Dictionary<AgentTaskStatus, TimeSpan> Tasks { get; init; } = [];

    /// <summary>
    /// Tool runs, by status, from when they were over: <see cref="ToolRunStatus.Succeeded"/>, <see cref="ToolRunStatus.Failed"/> and
    /// <see cref="ToolRunStatus.Canceled"/>. Those that never ended <see cref="IToolRunLog.SweepAsync"/> marks as failed.
    /// </summary>
    public Dictionary<ToolRunStatus, TimeSpan> ToolRuns { get; init; } = [];

    /// <summary>Turns that were taken back, from when they were.</summary>
    public TimeSpan? ArchivedTurns { get; init; }

    /// <summary>Events, from when their id was made.</summary>
    public TimeSpan? Events { get; init; }

    /// <summary>Records of the access log, from when they were made.</summary>
    public TimeSpan? AccessLog { get; init; }

    /// <summary>
    /// After how many rows one call stops, to go on with the next; a batch more at most, or the sessions of
    /// one transaction. Default: 100,000; 1 to 100,000,000.
    /// </summary>
    public int MaxRows { get; init; } = 100_000;
}
