namespace AgentKit;

/// <summary>PostgreSQL answered with an error that the library did not expect: a bug, a changed schema, or a failing disk.</summary>
/// <param name="message">What was tried and what the server reported, without parameter values.</param>
/// <param name="sqlState">The five-character SQLSTATE, or null when there is none.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class DatabaseException(string message, string? sqlState, Exception? innerException = null)
    : AgentKitException(message, innerException)
{
    /// <summary>The five-character SQLSTATE; null when there is none.</summary>
    public string? SqlState { get; } = sqlState;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Database;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
