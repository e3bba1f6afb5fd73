namespace AgentKit;

/// <summary>No budget is set for this subject in the workspace, or the scope cannot see it; which of the two is not said.</summary>
/// <param name="subject">The subject asked for.</param>
public sealed class BudgetNotFoundException(BudgetSubject subject)
    : AgentKitException($"No budget of {subject} was found.")
{
    /// <summary>The subject asked for.</summary>
    public BudgetSubject Subject { get; } = subject;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.NotFound;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
