namespace AgentKit;

/// <summary>
/// The base of every error of this library. Messages name ids, numbers and states; they never contain message content, tool
/// input or output, or secrets, so they can be logged.
/// </summary>
/// <param name="message">What happened; see the rule on content above.</param>
/// <param name="innerException">The cause, or none.</param>
public abstract class AgentKitException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of failure this is; the same for all instances of a type.</summary>
    public abstract ErrorCategory Category { get; }

    /// <summary>
    /// Whether trying again can help. It means: the same call, unchanged, may succeed later. For
    /// <see cref="VersionConflictException"/> it means: after reloading and deciding again. The library has already used up its
    /// own bounded retries when such an error reaches the caller.
    /// </summary>
    public abstract bool IsRetryable { get; }
}
