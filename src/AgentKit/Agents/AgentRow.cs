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
            Phases = ReadPhases(),
            TokenBudget = TokenBudget,
            Settings = StoredJson.ReadObject(Settings),
        },
        Version,
        DisabledTools.AsReadOnly(),
        IsShared: WorkspaceId == AgentScope.SharedWorkspaceId,
        RegisteredAt,
        UpdatedAt);

    /// <exception cref="DatabaseException">They are not what the library writes: without them, every phase would be allowed.</exception>
    private IReadOnlyList<AgentPhase> ReadPhases()
    {
        IReadOnlyList<AgentPhase>? phases = null;
        try
        {
            phases = JsonSerializer.Deserialize(Phases, AgentJsonContext.Default.IReadOnlyListAgentPhase);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Refused below.
        }

        return phases?.All(phase => phase is { Name: not null, Next: not null } && phase.Next.All(next => next is not null)) == true
            ? phases
            : throw new DatabaseException(
                $"The phases of agent {AgentId} are stored in a form that this library does not write. Register it again.", sqlState: null);
    }
}
