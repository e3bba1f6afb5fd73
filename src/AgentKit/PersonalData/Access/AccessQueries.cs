namespace AgentKit;

/// <summary>The files of <c>sql/queries/access_log</c> that the log asks for.</summary>
internal static class AccessQueries
{
    public const string List = "access_log/list";
    public const string ListByUser = "access_log/list_by_user";
    public const string ListBySession = "access_log/list_by_session";
}
