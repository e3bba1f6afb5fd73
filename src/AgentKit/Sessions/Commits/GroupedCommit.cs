namespace AgentKit;

/// <summary>A commit that may travel with others, checked: it appends turns, counts usage, and sets a phase; nothing else.</summary>
internal sealed class GroupedCommit(
    AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, TurnColumns turns, DateTimeOffset now)
    : GroupMember(scope, sessionId, turns.Characters)
{
    public Guid OperationId { get; } = commit.OperationId;

    public long? ExpectedVersion { get; } = expectedVersion;

    public string? Phase { get; } = commit.Phase;

    public TurnColumns Turns { get; } = turns;

    public override int Rows => Turns.Count;

    public CommitUsage Usage { get; } = CommitUsage.Of(commit);

    public DateTimeOffset Now { get; } = now.ToUniversalTime();

    /// <summary>Whether the statement of a group knows all that a commit changes.</summary>
    public static bool Knows(SessionCommit commit) =>
        commit is
        {
            Run: null,
            ReservationId: null,
            RewindTo: null,
            Summary: null,
            Status: null,
            StatusReason: null,
            AssignedTo: null,
            AgentId: null,
            Title: null,
            HasMetadata: false,
            HasCapturedData: false,
            HasData: false,
            IntentsSeen.Count: 0,
            TemplatesSent.Count: 0,
        };

    /// <summary>Checks it as it is checked when it goes by itself.</summary>
    public static GroupedCommit Check(
        AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, DateTimeOffset now, ContentLimits limits)
    {
        SessionGuard.CheckOperation(sessionId, commit);
        SessionGuard.Check(commit, limits);
        return new(scope, sessionId, expectedVersion, commit, new TurnColumns(commit.Turns, now, limits), now);
    }
}
