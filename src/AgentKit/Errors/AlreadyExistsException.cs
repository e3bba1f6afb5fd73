namespace AgentKit;

/// <summary>
/// An id or unique key is taken by something else. Sending the same operation again is not this error: it returns the first result.
/// </summary>
/// <param name="resource">What was to be made: "session".</param>
/// <param name="key">The key that is taken: "conversation key".</param>
/// <param name="value">The taken value: an id or key, never content.</param>
public sealed class AlreadyExistsException(string resource, string key, string value)
    : AgentKitException($"The {resource} with {key} '{value}' already exists.")
{
    /// <summary>What was to be made.</summary>
    public string Resource { get; } = resource;

    /// <summary>Which of its keys is taken.</summary>
    public string Key { get; } = key;

    /// <summary>The taken value: an id or key, never content.</summary>
    public string Value { get; } = value;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.AlreadyExists;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
