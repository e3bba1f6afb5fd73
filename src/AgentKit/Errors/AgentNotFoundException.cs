namespace AgentKit;

/// <summary>No agent of this id is registered in the workspace.</summary>
/// <param name="agentId">The id asked for.</param>
public sealed class AgentNotFoundException(string agentId)
    : AgentKitException($"Agent '{agentId}' was not found.")
{
    /// <summary>The id asked for.</summary>
    public string AgentId { get; } = agentId;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
