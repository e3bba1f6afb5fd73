namespace AgentKit;

/// <summary>The files of <c>sql/queries/tasks</c>.</summary>
internal static class TaskQueries
{
    public const string Lock = "tasks/lock";
    public const string Create = "tasks/create";
    public const string Outcome = "tasks/outcome";
    public const string Change = "tasks/change";
    public const string Get = "tasks/get";
    public const string List = "tasks/list";
    public const string ListOfUser = "tasks/list_of_user";
    public const string ListBySession = "tasks/list_by_session";
    public const string ListByRun = "tasks/list_by_run";
    public const string ListByDeadline = "tasks/list_by_deadline";
    public const string ListPendingApprovals = "tasks/list_pending_approvals";
    public const string Claim = "tasks/claim";
    public const string ClaimOfSession = "tasks/claim_of_session";
    public const string ClaimById = "tasks/claim_by_id";
    public const string GetClaimed = "tasks/get_claimed";
    public const string Renew = "tasks/renew";
    public const string Release = "tasks/release";
    public const string MarkOverdue = "tasks/mark_overdue";
    public const string FailOverdue = "tasks/fail_overdue";
    public const string ListBySweep = "tasks/list_by_sweep";
}
