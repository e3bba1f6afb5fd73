using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>agents</c>, as Dapper maps it by name.</summary>
internal sealed record AgentRow
{
    public long Version { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long? TokenBudget { get; init; }

    public string WorkspaceId { get; init; } = "";

    public string AgentId { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Model { get; init; }

    public string? ModelAlias { get; init; }

    public string? Description { get; init; }

    public string[] Tools { get; init; } = [];

    public string[] DisabledTools { get; init; } = [];

    public string Phases { get; init; } = "";

    public string Settings { get; init; } = "";

    public string Instructions { get; init; } = "";

    public RegisteredAgent ToAgent() => new(
        new AgentDefinition(AgentId, Name)
        {
            Description = Description,
            Instructions = Instructions,
            Model = Model,
            ModelAlias = ModelAlias,
            Tools = Tools.AsReadOnly(),
            Phases = JsonSerializer.Deserialize(Phases, AgentJsonContext.Default.IReadOnlyListAgentPhase) ?? [],
            TokenBudget = TokenBudget,
            Settings = StoredJson.ReadObject(Settings),
        },
        Version,
        DisabledTools.AsReadOnly(),
        IsShared: WorkspaceId == AgentScope.SharedWorkspaceId,
        RegisteredAt,
        UpdatedAt);
}
