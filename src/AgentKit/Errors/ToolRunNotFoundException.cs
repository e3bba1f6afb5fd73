namespace AgentKit;

/// <summary>There is no such tool run in the workspace, or the scope cannot see it; which of the two is not said.</summary>
/// <param name="toolRunId">The tool run asked for.</param>
public sealed class ToolRunNotFoundException(Guid toolRunId)
    : AgentKitException($"Tool run {toolRunId} was not found.")
{
    /// <summary>The tool run asked for.</summary>
    public Guid ToolRunId { get; } = toolRunId;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
