namespace AgentKit;

/// <summary>No agent of this id is registered in the workspace, or shared by the host. Ids are compared exactly.</summary>
/// <param name="agentId">The id asked for.</param>
public sealed class AgentNotFoundException(string agentId)
    : AgentKitException($"Agent '{agentId}' is registered neither in the workspace nor by the host: use AddAgent(…) or IAgentRegistry.RegisterAsync(…).")
{
    /// <summary>The id asked for.</summary>
    public string AgentId { get; } = agentId;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
