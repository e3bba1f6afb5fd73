using System.Text.Json;

namespace AgentKit;

/// <summary>A definition that was found valid, as the table is to hold it.</summary>
/// <param name="Agent">The definition.</param>
/// <param name="Phases">Its phases as JSON.</param>
/// <param name="Settings">Its settings as JSON.</param>
/// <param name="Hash">What tells whether it is the same as the one registered before.</param>
internal sealed record StoredDefinition(AgentDefinition Agent, string Phases, string Settings, string Hash)
{
    /// <exception cref="AgentConfigurationException">The definition is not valid; all of its problems are named.</exception>
    public static StoredDefinition Of(AgentDefinition agent, ContentLimits limits)
    {
        var problems = AgentGuard.FindProblems(agent, limits, out var settings);
        return problems.Count > 0
            ? throw new AgentConfigurationException(agent.Id ?? "", problems)
            : new(
                agent,
                JsonSerializer.Serialize(agent.Phases, AgentJsonContext.Default.IReadOnlyListAgentPhase),
                settings,
                DefinitionHash.Of(agent, settings));
    }
}
