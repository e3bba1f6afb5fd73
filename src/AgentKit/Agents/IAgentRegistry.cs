namespace AgentKit;

/// <summary>The agents of a workspace, and those that the host shares with all of its workspaces.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. An agent of the workspace hides a shared one of the same id. Everybody in a workspace reads its agents;
/// only a scope of level <see cref="AccessLevel.Service"/> changes them, and shared ones only <see cref="AgentScope.Shared"/> does.</para>
/// <para><see cref="GetAsync"/>, <see cref="FindAsync"/> and <see cref="GetToolsAsync"/> are served from memory for
/// <see cref="AgentKitOptions.AgentCacheDuration"/> (30 seconds unless set): a change made through this registry is seen at once, one made by
/// another process within that time. That an agent is missing is never remembered. The other methods always read.</para>
/// <para>Concurrency:</para>
/// <list type="number">
/// <item>Changes of one agent are applied one after the other; each raises <see cref="RegisteredAgent.Version"/> by one.</item>
/// <item>A change that is there already changes nothing, the version included, and returns the agent as it is. So any number of processes
/// may register the same definition at once.</item>
/// <item>Two changes of different parts at the same time, such as of two tools, are both kept; of two of the same part the later one is.</item>
/// <item>A change that is sent again because the connection was lost may have been applied before: it then follows, and overrides, what
/// somebody else did in between.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/>, <see cref="DatabaseException"/> and <see cref="OperationCanceledException"/>; and, until the
/// agents that the host declares in code are registered, what <see cref="RegisterAsync"/> throws for them.</para>
/// </remarks>
public interface IAgentRegistry
{
    /// <summary>
    /// Registers an agent, or replaces its definition. The definition that was registered last, registered again, changes nothing: also not
    /// the instructions that were updated meanwhile. Another one replaces all of it, and those instructions. Disabled tools stay disabled as
    /// long as the definition has them.
    /// </summary>
    /// <remarks>Settings are compared without regard to the order of their keys; tools and phases in their order.</remarks>
    /// <exception cref="AgentConfigurationException">The definition is not valid; all of its problems are named.</exception>
    /// <exception cref="AlreadyExistsException">Another agent of the workspace has the name.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<RegisteredAgent> RegisterAsync(AgentScope scope, AgentDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>An agent by its id, 1 to 100 characters.</summary>
    /// <exception cref="AgentNotFoundException">It is registered neither in the workspace nor by the host.</exception>
    Task<RegisteredAgent> GetAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default);

    /// <summary>An agent by its id, 1 to 100 characters, or <see langword="null"/>.</summary>
    Task<RegisteredAgent?> FindAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default);

    /// <summary>
    /// An agent by its exact name, 1 to 200 characters, or <see langword="null"/>. One of the workspace comes before a shared one of the same
    /// name; a shared one that is hidden by its id is not found.
    /// </summary>
    Task<RegisteredAgent?> FindByNameAsync(AgentScope scope, string name, CancellationToken cancellationToken = default);

    /// <summary>All agents that the workspace can use, shared ones included, ordered by id.</summary>
    Task<IReadOnlyList<RegisteredAgent>> ListAsync(AgentScope scope, CancellationToken cancellationToken = default);

    /// <summary>The tools that an agent may use now, in the order of its definition.</summary>
    /// <exception cref="AgentNotFoundException">It is registered neither in the workspace nor by the host.</exception>
    Task<IReadOnlyList<string>> GetToolsAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default);

    /// <summary>Replaces the instructions of an agent; at most <see cref="ContentLimits.InstructionsLength"/> characters.</summary>
    /// <exception cref="AgentNotFoundException">It is not registered in the workspace of the scope, or is only a shared one there.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<RegisteredAgent> UpdateInstructionsAsync(
        AgentScope scope, string agentId, string instructions, CancellationToken cancellationToken = default);

    /// <summary>Allows or forbids the use of one of an agent's tools.</summary>
    /// <exception cref="AgentNotFoundException">It is not registered in the workspace of the scope, or is only a shared one there.</exception>
    /// <exception cref="AgentConfigurationException">The definition has no such tool.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<RegisteredAgent> SetToolEnabledAsync(
        AgentScope scope, string agentId, string toolName, bool enabled, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes an agent of the workspace; its sessions stay. A shared agent of the same id comes to light again. An agent that the host
    /// declares in code comes back with its next start.
    /// </summary>
    /// <returns>
    /// Whether this call found one to remove. It may be false for one that it did remove, when the connection was lost before the answer.
    /// </returns>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<bool> UnregisterAsync(AgentScope scope, string agentId, CancellationToken cancellationToken = default);
}
