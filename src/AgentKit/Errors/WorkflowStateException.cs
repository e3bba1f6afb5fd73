namespace AgentKit;

/// <summary>A <c>state.json</c> is missing, or is not one that this library can read. Nothing was changed.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it, as the end of a sentence that begins with the file; never its content.</param>
public sealed class WorkflowStateException(string path, string problem)
    : AgentKitException($"The workflow state '{path}' {problem}.")
{
    /// <summary>The file that was to be read.</summary>
    public string Path { get; } = path;

    /// <summary>Why it cannot be read: "does not exist".</summary>
    public string Problem { get; } = problem;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidState;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
