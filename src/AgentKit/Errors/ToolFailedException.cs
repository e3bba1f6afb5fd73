namespace AgentKit;

/// <summary>A tool failed. Hosts throw it from their tools to say whether another try can help.</summary>
/// <param name="toolName">The tool.</param>
/// <param name="message">What failed. It is logged and stored: keep customer content and secrets out of it.</param>
/// <param name="isRetryable">Whether the same call may succeed later. Default: false.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class ToolFailedException(string toolName, string message, bool isRetryable = false, Exception? innerException = null)
    : AgentKitException($"Tool '{toolName}' failed: {message}", innerException)
{
    /// <summary>The name that the model called, one of <see cref="AgentDefinition.Tools"/>.</summary>
    public string ToolName { get; } = toolName;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Tool;

    /// <summary>What the tool said: whether the same call may succeed later.</summary>
    public override bool IsRetryable { get; } = isRetryable;
}
