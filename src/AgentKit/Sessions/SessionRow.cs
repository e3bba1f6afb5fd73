using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>sessions</c>, as Dapper maps it by name.</summary>
internal record SessionRow
{
    public Guid SessionId { get; init; }

    public long Version { get; init; }

    public string WorkspaceId { get; init; } = "";

    public string? UserId { get; init; }

    public string AgentId { get; init; } = "";

    public string Status { get; init; } = "";

    public string? StatusReason { get; init; }

    public string? AssignedTo { get; init; }

    public string? Phase { get; init; }

    public string? Title { get; init; }

    public string Kind { get; init; } = "";

    public string? ConversationKey { get; init; }

    public string? Slug { get; init; }

    public string? WorkingDirectory { get; init; }

    public Guid? ParentSessionId { get; init; }

    public long? ForkedAtTurn { get; init; }

    public long TurnCount { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public decimal Cost { get; init; }

    public string Metadata { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? LastTurnAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public Session ToSession() => new()
    {
        Id = SessionId,
        Version = Version,
        WorkspaceId = WorkspaceId,
        UserId = UserId,
        AgentId = AgentId,
        Status = SessionStatusNames.Parse(Status),
        StatusReason = StatusReason,
        AssignedTo = AssignedTo,
        Phase = Phase,
        Title = Title,
        Kind = Kind,
        ConversationKey = ConversationKey,
        Slug = Slug,
        WorkingDirectory = WorkingDirectory,
        ParentSessionId = ParentSessionId,
        ForkedAtTurn = ForkedAtTurn,
        TurnCount = TurnCount,
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        Cost = Cost,
        Metadata = StoredJson.ReadObject(Metadata),
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        LastTurnAt = LastTurnAt,
        ClosedAt = ClosedAt,
    };
}
