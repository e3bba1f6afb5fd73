namespace AgentKit;

/// <summary>The files of <c>sql/queries/changes</c>.</summary>
internal static class ChangeQueries
{
    public const string Read = "changes/read";
    public const string ReadOfSession = "changes/read_of_session";
    public const string Notify = "changes/notify";
    public const string Listen = "changes/listen";
    public const string Unlisten = "changes/unlisten";
}
