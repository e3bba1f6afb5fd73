namespace AgentKit.Infrastructure;

/// <summary>What can refuse a statement and means something to the caller: constraints by name, and row-level security.</summary>
internal static class Constraints
{
    public const string SessionSlug = "sessions_slug_key";
    public const string ConversationKey = "sessions_conversation_key";
    public const string OperationKey = "session_commits_operation_key";
    public const string SummaryEnd = "session_summaries_through_turn_check";
    public const string AgentName = "agents_name_key";
    public const string ToolRunRun = "tool_runs_run_fkey";
    public const string TaskRun = "tasks_run_fkey";
    public const string TaskClaim = "tasks_claim_key";
    public const string EventId = "events_pkey";

    public const string RunParent = "runs_parent_fkey";
    public const string BudgetSession = "budgets_session_fkey";

    /// <summary>Not a constraint: a policy refused the row.</summary>
    public const string RowSecurity = "row-level security";
}
