using System.Text.Json;

namespace AgentKit;

/// <summary>A run in <c>state.json</c>.</summary>
internal sealed record WorkflowRunState
{
    public Guid Id { get; set; }

    public Guid? ParentRunId { get; set; }

    public string AgentId { get; set; } = "";

    public string? AgentType { get; set; }

    public string? Model { get; set; }

    public string? ModelAlias { get; set; }

    public string? ProviderSessionId { get; set; }

    public string Status { get; set; } = "";

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public decimal Cost { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public string? ErrorType { get; set; }

    public JsonElement? Checkpoint { get; set; }
}
