using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>runs</c>, as Dapper maps it by name.</summary>
internal sealed record RunRow
{
    public Guid RunId { get; init; }

    public Guid SessionId { get; init; }

    public string? UserId { get; init; }

    public Guid? ParentRunId { get; init; }

    public string AgentId { get; init; } = "";

    public string? AgentType { get; init; }

    public string? Model { get; init; }

    public string? ModelAlias { get; init; }

    public string? ProviderSessionId { get; init; }

    public string Status { get; init; } = "";

    public string? Checkpoint { get; init; }

    public string Metadata { get; init; } = "";

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public decimal Cost { get; init; }

    public long? TokenLimit { get; init; }

    public decimal? CostLimit { get; init; }

    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    public string? Worker { get; init; }

    public long FencingToken { get; init; }

    public Guid? ClaimId { get; init; }

    public DateTimeOffset? LeaseExpiresAt { get; init; }

    public DateTimeOffset? HeartbeatAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public Run ToRun() => new()
    {
        Id = RunId,
        SessionId = SessionId,
        UserId = UserId,
        ParentRunId = ParentRunId,
        AgentId = AgentId,
        AgentType = AgentType,
        Model = Model,
        ModelAlias = ModelAlias,
        ProviderSessionId = ProviderSessionId,
        Status = RunStatusNames.Parse(Status),
        Checkpoint = Checkpoint is null ? null : ToolPayload.Read(Checkpoint),
        Metadata = StoredJson.ReadObject(Metadata),
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        Cost = Cost,
        TokenLimit = TokenLimit,
        CostLimit = CostLimit,
        Error = ErrorType is null ? null : new RunError(ErrorType, ErrorMessage),
        Lease = new RunLease(RunId, FencingToken),
        Worker = Worker,
        LeaseExpiresAt = LeaseExpiresAt,
        HeartbeatAt = HeartbeatAt,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
    };
}
