namespace AgentKit;

/// <summary>The files of <c>sql/queries/workflows</c>.</summary>
internal static class WorkflowQueries
{
    public const string ListRuns = "workflows/list_runs";
}
