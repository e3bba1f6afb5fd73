namespace AgentKit;

/// <summary>The files of <c>sql/queries/personal_data/erase</c> that belong to no table of <see cref="PersonalTables"/>.</summary>
internal static class ErasureQueries
{
    public const string FindSession = "personal_data/erase/find_session";
    public const string UserSessions = "personal_data/erase/user_sessions";
    public const string LockSession = "personal_data/erase/lock_session";
    public const string Receipt = "personal_data/erase/receipt";
}
