namespace AgentKit;

/// <summary>The files of <c>sql/queries/personal_data/retention</c>.</summary>
internal static class RetentionQueries
{
    public const string ClosedSessions = "personal_data/retention/closed_sessions";
    public const string IdleSessions = "personal_data/retention/idle_sessions";
    public const string Tasks = "personal_data/retention/tasks";
    public const string ToolRuns = "personal_data/retention/tool_runs";
    public const string ArchivedTurns = "personal_data/retention/archived_turns";
    public const string Events = "personal_data/retention/events";
    public const string AccessLog = "personal_data/retention/access_log";
    public const string ForgetReceipt = "personal_data/retention/forget_receipt";
}
