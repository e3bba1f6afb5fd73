namespace AgentKit;

/// <summary>What stood against a start, in a session that the scope sees.</summary>
internal sealed record RunStartRow : BudgetVerdictRow
{
    /// <summary>Whether the scope sees the parent run that was named, if one was.</summary>
    public bool IsParentFound { get; init; }
}
