namespace AgentKit;

/// <summary>What a budget bounds.</summary>
public enum BudgetSubjectKind
{
    /// <summary>Everything that is spent in the workspace.</summary>
    Workspace = 0,

    /// <summary>What one agent spends, in all sessions of the workspace together.</summary>
    Agent = 1,

    /// <summary>What is spent in one session, by all of its agents together.</summary>
    Session = 2,
}
