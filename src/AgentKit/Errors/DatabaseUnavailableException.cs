namespace AgentKit;

/// <summary>
/// PostgreSQL cannot be reached, is starting or stopping, or broke off for a passing reason, and the library's own retries
/// ran out.
/// </summary>
/// <param name="message">What was tried and what happened, without the connection string.</param>
/// <param name="sqlState">The five-character SQLSTATE, or null when no answer came.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class DatabaseUnavailableException(string message, string? sqlState, Exception? innerException = null)
    : AgentKitException(message, innerException)
{
    /// <summary>The five-character SQLSTATE of the last try; null when no answer came.</summary>
    public string? SqlState { get; } = sqlState;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Unavailable;

    /// <summary>Always true. Writes are retried safely when they carry the same operation id.</summary>
    public override bool IsRetryable => true;
}
