using System.Text.Json;

namespace AgentKit;

/// <summary>A row of <c>runs</c>, as far as <c>state.json</c> tells of it.</summary>
internal sealed record WorkflowRunRow
{
    public Guid RunId { get; init; }

    public Guid? ParentRunId { get; init; }

    public string AgentId { get; init; } = "";

    public string? AgentType { get; init; }

    public string? Model { get; init; }

    public string? ModelAlias { get; init; }

    public string? ProviderSessionId { get; init; }

    public string Status { get; init; } = "";

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public decimal Cost { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? ErrorType { get; init; }

    public string? Checkpoint { get; init; }

    public WorkflowRunState ToState() => new()
    {
        Id = RunId,
        ParentRunId = ParentRunId,
        AgentId = AgentId,
        AgentType = AgentType,
        Model = Model,
        ModelAlias = ModelAlias,
        ProviderSessionId = ProviderSessionId,
        Status = Status,
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        Cost = Cost,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        ErrorType = ErrorType,
        Checkpoint = Checkpoint is null ? null : JsonElement.Parse(Checkpoint),
    };
}
