namespace AgentKit;

/// <summary>The files of <c>sql/queries/events</c>.</summary>
internal static class EventQueries
{
    public const string Append = "events/append";
    public const string AppendMany = "events/append_many";
    public const string AppendManyAgain = "events/append_many_again";
    public const string AppendGroup = "events/append_group";
    public const string Get = "events/get";
    public const string List = "events/list";
    public const string ListBySession = "events/list_by_session";
    public const string ListByRun = "events/list_by_run";
    public const string ListByCategory = "events/list_by_category";
    public const string ListByType = "events/list_by_type";
    public const string Stream = "events/stream";
    public const string StreamBySession = "events/stream_by_session";
    public const string StreamByRun = "events/stream_by_run";
    public const string StreamByCategory = "events/stream_by_category";
    public const string StreamByType = "events/stream_by_type";
    public const string DeleteOlderThan = "events/delete_older_than";
}
