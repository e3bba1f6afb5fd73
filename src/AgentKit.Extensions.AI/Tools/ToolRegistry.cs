using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>The tools that the host has, by name, and which of them an agent may use now.</summary>
/// <remarks>
/// Singleton and thread-safe; its tools are those of
/// <see cref="AgentKitBuilderExtensions.AddTool(AgentKitBuilder, AgentTool)"/>. An agent is given a tool if the host has it, the
/// agent's definition lists it, and nobody has disabled it there (<see cref="IAgentRegistry.SetToolEnabledAsync"/>).
/// </remarks>
public sealed class ToolRegistry
{
    private readonly FrozenDictionary<string, AgentTool> _tools;
    private readonly IAgentRegistry _agents;
    private readonly ILogger<ToolRegistry> _logger;

    /// <summary>A registry of these tools.</summary>
    /// <param name="tools">The tools; no name twice.</param>
    /// <param name="agents">Who says which agent may use which.</param>
    /// <param name="logger">Hears of tools that an agent lists and the host does not have.</param>
    /// <exception cref="InvalidOperationException">Two tools have the same name.</exception>
    public ToolRegistry(IEnumerable<AgentTool> tools, IAgentRegistry agents, ILogger<ToolRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(logger);
        Tools = [.. tools];
        _agents = agents;
        _logger = logger;
        if (Tools.GroupBy(tool => tool.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { Key: var name })
        {
            throw new InvalidOperationException($"Two tools are called '{name}': a model could not tell them apart.");
        }

        _tools = Tools.ToFrozenDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<AgentTool> Tools { get; }

    /// <summary>The tool of a name, or <see langword="null"/>.</summary>
    /// <param name="name">Upper and lower case differ.</param>
    public AgentTool? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tools.GetValueOrDefault(name);
    }

    /// <summary>The tools that an agent may use now, in the order of its definition.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AgentNotFoundException">It is registered neither in the workspace nor by the host.</exception>
    public async Task<IReadOnlyList<AgentTool>> GetToolsAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default)
    {
        List<AgentTool> tools = [];
        foreach (var name in await _agents.GetToolsAsync(scope, agentId, cancellationToken).ConfigureAwait(false))
        {
            if (Find(name) is { } tool)
            {
                tools.Add(tool);
            }
            else
            {
                ToolLog.ToolMissing(_logger, agentId, name);
            }
        }

        return tools;
    }
}
