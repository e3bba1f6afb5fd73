namespace AgentKit;

/// <summary>The files of <c>sql/queries/tool_runs</c>.</summary>
internal static class ToolRunQueries
{
    public const string Start = "tool_runs/start";
    public const string Insert = "tool_runs/insert";
    public const string Record = "tool_runs/record";
    public const string RecordGroup = "tool_runs/record_group";
    public const string Outcome = "tool_runs/outcome";
    public const string Complete = "tool_runs/complete";
    public const string CompleteGroup = "tool_runs/complete_group";
    public const string Get = "tool_runs/get";
    public const string List = "tool_runs/list";
    public const string ListBySession = "tool_runs/list_by_session";
    public const string ListByRun = "tool_runs/list_by_run";
    public const string ListByTool = "tool_runs/list_by_tool";
    public const string Replay = "tool_runs/replay";
    public const string GetStatistics = "tool_runs/get_statistics";
    public const string Sweep = "tool_runs/sweep";
}
