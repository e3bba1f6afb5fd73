namespace AgentKit;

/// <summary>A path is not one inside the folder of a workflow. Nothing was read or written.</summary>
/// <param name="path">The path, as it was given.</param>
/// <param name="problem">What is wrong with it, as the end of a sentence that begins with the path.</param>
public sealed class WorkflowPathException(string path, string problem)
    : AgentKitException($"The path '{path}' {problem}.")
{
    /// <summary>The path that was refused, as it was given.</summary>
    public string Path { get; } = path;

    /// <summary>Why it was refused: "leads out of its folder".</summary>
    public string Problem { get; } = problem;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.AccessDenied;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
