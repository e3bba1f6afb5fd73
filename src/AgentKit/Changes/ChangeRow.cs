namespace AgentKit;

/// <summary>A row of <c>session_commits</c> as Dapper maps it by name; without a session where the answer only says how far it reaches.</summary>
internal sealed record ChangeRow
{
    /// <summary>Of the workspace's feed: everything before it is settled.</summary>
    public long Horizon { get; init; }

    /// <summary>Of the workspace's feed: nothing that this server has written is at or after it.</summary>
    public long Frontier { get; init; }

    /// <summary>Of the workspace's feed: the last commit at or after the horizon; it waits.</summary>
    public long? LatestPosition { get; init; }

    /// <summary>Of a session's feed: the version that the session has.</summary>
    public long LatestVersion { get; init; }

    public long Position { get; init; }

    public Guid? SessionId { get; init; }

    public long Version { get; init; }

    public Guid OperationId { get; init; }

    public Guid? RunId { get; init; }

    public string? UserId { get; init; }

    public string AgentId { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Phase { get; init; }

    public long TurnCount { get; init; }

    public DateTimeOffset CommittedAt { get; init; }

    public FeedPosition ToPosition() => new(Position, SessionId.GetValueOrDefault(), Version);

    public SessionChange ToChange(bool withCursor) => new()
    {
        SessionId = SessionId.GetValueOrDefault(),
        Version = Version,
        OperationId = OperationId,
        RunId = RunId,
        UserId = UserId,
        AgentId = AgentId,
        Status = SessionStatusNames.Parse(Status),
        Phase = Phase,
        TurnCount = TurnCount,
        CommittedAt = CommittedAt,
        Cursor = withCursor ? ToPosition().ToString() : null,
    };
}
