using System.Text.Json;

namespace AgentKit;

/// <summary>A run in <c>state.json</c>.</summary>
internal sealed record WorkflowRunState
{
    public Guid Id { get; init; }

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

    public JsonElement? Checkpoint { get; init; }
}
