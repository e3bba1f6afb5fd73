using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>A session, an append of two turns, and a commit that counts up and adds one: as it should be.</summary>
internal static class SessionStory
{
    public static readonly Guid Id = Guid.CreateVersion7();

    public static Decision Append { get; } = new(Guid.CreateVersion7()) { Turns = 2 };

    public static Decision Commit { get; } = new(Guid.CreateVersion7()) { Turns = 1, DecidedOn = 2, Counter = 1 };

    public static EndState End { get; } = new()
    {
        Sessions = [new("w", "u", Id, 3, 3, 3, 1, "active", null, null)],
        Commits =
        [
            new(Id, Id, 1, 0, 0, "active", null),
            new(Id, Append.OperationId, 2, 2, 2, "active", null),
            new(Id, Commit.OperationId, 3, 3, 3, "active", null),
        ],
        Turns = [Turn(1, 2, Append.TextOf(0)), Turn(2, 2, Append.TextOf(1)), Turn(3, 3, Commit.TextOf(0))],
    };

    /// <summary>Up to and without the commit.</summary>
    public static Past Begin() => new Past()
        .Add(new SessionCalls.Create(Past.Scope, Id), At(1, 0))
        .Add(Write(Append), At(2, 2));

    public static Past Whole() => Begin().Add(Write(Commit), At(3, 3));

    public static SessionCalls.Write Write(params Decision[] decisions) => new(Past.Scope, Id, decisions);

    public static Session At(long version, long turns, Guid? id = null) => new()
    {
        Id = id ?? Id,
        Version = version,
        TurnCount = turns,
        InputTokens = turns,
        OutputTokens = 0,
        WorkspaceId = "w",
        UserId = "u",
        AgentId = "support",
        Status = SessionStatus.Active,
        Kind = "conversation",
        Cost = 0,
        Metadata = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public static SessionSnapshot SnapshotAt(long version, long turns, int counter) =>
        new(At(version, turns), new([], [], [], new() { ["counter"] = counter }));

    public static StoredTurn Turn(long number, long version, string text) => new("w", "u", Id, number, version, text);
}
