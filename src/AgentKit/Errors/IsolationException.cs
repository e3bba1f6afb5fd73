namespace AgentKit;

/// <summary>The database would not keep workspaces and users apart, so the library refuses to start.</summary>
/// <param name="problems">One each, with the command or setting that mends it.</param>
public sealed class IsolationException(IReadOnlyList<string> problems)
    : AgentKitException($"The database does not isolate workspaces: {string.Join("; ", problems)}")
{
    /// <summary>What is wrong, each with its remedy.</summary>
    public IReadOnlyList<string> Problems { get; } = [.. problems];

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Configuration;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
