namespace AgentKit.Cli;

/// <summary>What of one workspace has got stuck: its workers died, or nobody looks.</summary>
internal static class WorkspaceChecks
{
    private const int Most = 1000;

    public static async Task<IReadOnlyList<Check>> RunAsync(Call call, TimeSpan stale, CancellationToken cancellationToken)
    {
        if (call.WorkspaceId is null)
        {
            return [Check.Skipped("work", "tool runs, runs and tasks belong to a workspace", "Give --workspace to examine them.")];
        }

        var now = call.Surroundings.Clock.GetUtcNow();
        return
        [
            await OrphansAsync(call, now, stale, cancellationToken),
            await AbandonedAsync(call, cancellationToken),
            await OverdueAsync(call, now, cancellationToken),
            await WaitingAsync(call, cancellationToken),
        ];
    }

    private static async Task<Check> OrphansAsync(Call call, DateTimeOffset now, TimeSpan stale, CancellationToken cancellationToken)
    {
        var page = await call.Get<IToolRunLog>().ListAsync(
            call.Scope, new ToolRunFilter { Statuses = [ToolRunStatus.Running], To = now - stale, Limit = Most }, cancellationToken);
        return page.Items.Count == 0
            ? Check.Ok("tool runs", $"none has been running for {Words.Age(stale)}")
            : Check.Warning(
                "tool runs",
                $"{Count(page, "run", "runs")} began more than {Words.Age(stale)} ago and never ended, such as {page.Items[0].Id} ({page.Items[0].ToolName})",
                "Let a host call IToolRunLog.SweepAsync now and then, which marks them as failed.");
    }

    private static async Task<Check> AbandonedAsync(Call call, CancellationToken cancellationToken)
    {
        var runs = await call.Get<IRunStore>().FindAbandonedAsync(call.Scope, Most, cancellationToken);
        return runs.Count == 0
            ? Check.Ok("runs", "none has lost its worker")
            : Check.Warning(
                "runs",
                $"{Words.Count(runs.Count, "run has", "runs have")} no worker any more, such as {runs[0].Id} ({runs[0].AgentId}) since "
                    + Words.Time(runs[0].LeaseExpiresAt),
                "Let a worker take them over (IRunStore.TakeOverAsync), or cancel them (IRunStore.CancelAsync).");
    }

    private static async Task<Check> OverdueAsync(Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var page = await call.Get<ITaskStore>().ListAsync(call.Scope, new TaskFilter { DueBefore = now, Limit = Most }, cancellationToken);
        return page.Items.Count == 0
            ? Check.Ok("tasks", "none is overdue")
            : Check.Warning(
                "tasks",
                $"{Count(page, "task is", "tasks are")} overdue, such as {page.Items[0].Id} since {Words.Time(page.Items[0].DueAt)}",
                "Finish them, or let a host call ITaskStore.FailOverdueAsync now and then.");
    }

    private static async Task<Check> WaitingAsync(Call call, CancellationToken cancellationToken)
    {
        var page = await call.Get<ITaskStore>().ListPendingApprovalsAsync(call.Scope, new ApprovalFilter { Limit = Most }, cancellationToken);
        return Check.Ok("approvals", page.Items.Count == 0
            ? "none waits for a person"
            : $"{Count(page, "step waits", "steps wait")} for a person, the longest since "
                + $"{Words.Time(page.Items.Min(step => step.WaitingSince))}: agentkit tasks inbox");
    }

    private static string Count<T>(Page<T> page, string one, string many) =>
        page.Next is null ? Words.Count(page.Items.Count, one, many) : $"more than {Words.Count(page.Items.Count, one, many)}";
}
