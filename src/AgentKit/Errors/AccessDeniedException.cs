namespace AgentKit;

/// <summary>The scope sees the row but may not write it. What a scope cannot even see is reported as not found.</summary>
/// <param name="level">The level of the scope.</param>
/// <param name="operation">The operation refused, as a verb: "commit to", "erase".</param>
/// <param name="resource">What it was to be done to, with its id: "session 0198…".</param>
public sealed class AccessDeniedException(AccessLevel level, string operation, string resource)
    : AgentKitException($"A scope of level {level} may not {operation} {resource}.")
{
    /// <summary>The level of the scope that asked.</summary>
    public AccessLevel Level { get; } = level;

    /// <summary>The operation refused, as a verb.</summary>
    public string Operation { get; } = operation;

    /// <summary>What it was to be done to, with its id.</summary>
    public string Resource { get; } = resource;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.AccessDenied;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
