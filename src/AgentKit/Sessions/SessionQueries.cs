namespace AgentKit;

/// <summary>The files of <c>sql/queries/sessions</c>.</summary>
internal static class SessionQueries
{
    public const string Create = "sessions/create";
    public const string Commit = "sessions/commit";
    public const string CommitTurns = "sessions/commit_turns";
    public const string Verdict = "sessions/verdict";
    public const string CommitGroup = "sessions/commit_group";
    public const string Outcome = "sessions/outcome";
    public const string Get = "sessions/get";
    public const string GetSnapshot = "sessions/get_snapshot";
    public const string Lock = "sessions/lock";
    public const string GetTotals = "sessions/get_totals";
    public const string FindByConversationKey = "sessions/find_by_conversation_key";
    public const string FindOwnByConversationKey = "sessions/find_own_by_conversation_key";
    public const string FindBySlug = "sessions/find_by_slug";
    public const string ListByActivity = "sessions/list_by_activity";
    public const string ListByCreation = "sessions/list_by_creation";
    public const string ListOfUserByActivity = "sessions/list_of_user_by_activity";
    public const string ListOfUserByCreation = "sessions/list_of_user_by_creation";
    public const string GetTurns = "sessions/get_turns";
    public const string GetLastTurns = "sessions/get_last_turns";
    public const string GetLastTurnsWhole = "sessions/get_last_turns_whole";
    public const string GetHistory = "sessions/get_history";
    public const string Rewind = "sessions/rewind";
    public const string Summarize = "sessions/summarize";
    public const string GetArchivedTurns = "sessions/get_archived_turns";
    public const string Fork = "sessions/fork";
    public const string SearchTurns = "sessions/search_turns";
    public const string SearchTurnsOfUser = "sessions/search_turns_of_user";
    public const string SearchTurnsOfSession = "sessions/search_turns_of_session";
    public const string FindUnansweredToolCalls = "sessions/find_unanswered_tool_calls";
}
