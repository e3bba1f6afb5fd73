namespace AgentKit;

/// <summary>An agent definition cannot work. Every problem found is listed, not only the first.</summary>
/// <param name="agentId">The id of the definition, as given.</param>
/// <param name="problems">One sentence each.</param>
public sealed class AgentConfigurationException(string agentId, IReadOnlyList<string> problems)
    : AgentKitException($"Agent '{agentId}' is not valid: {string.Join("; ", problems)}")
{
    /// <summary>The id of the definition, as given.</summary>
    public string AgentId { get; } = agentId;

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = [.. problems];

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Configuration;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
