namespace AgentKit;

/// <summary>
/// The feed cannot say what came after a place in it: the database was restored from another server or an earlier time, or has lost
/// transactions in a failover, or the cursor is one of another database.
/// </summary>
/// <param name="problem">What was found.</param>
public sealed class ChangeFeedException(string problem)
    : AgentKitException($"The change feed is out of order: {problem}. {Cure}")
{
    private const string Cure =
        "If the database was restored, moved, or lost transactions in a failover: stop the application, run sql/after_restore.sql once, and "
        + "go on with the same cursors. If the cursor is one of another database: begin with ChangeCursor.Beginning.";

    /// <summary>What was found, as the part of a sentence.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = Cure;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.Configuration;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
