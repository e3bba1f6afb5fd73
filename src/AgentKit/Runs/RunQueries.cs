namespace AgentKit;

/// <summary>The files of <c>sql/queries/runs</c>.</summary>
internal static class RunQueries
{
    public const string Start = "runs/start";
    public const string Save = "runs/save";
    public const string Finish = "runs/finish";
    public const string Fence = "runs/fence";
    public const string Charge = "runs/charge";
    public const string TakeOver = "runs/take_over";
    public const string Get = "runs/get";
    public const string List = "runs/list";
    public const string ListBySession = "runs/list_by_session";
    public const string ListByParent = "runs/list_by_parent";
    public const string FindAbandoned = "runs/find_abandoned";
    public const string FindResumable = "runs/find_resumable";
}
