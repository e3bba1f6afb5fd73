namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class TaskAttempts : IScopeAttempts
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public Type Subject => typeof(ITaskStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync(Guid)"] = async (t, s) => await t.Tasks.GetAsync(s, t.Held.Task.Id),
        ["FindAsync(Guid)"] = async (t, s) => await t.Tasks.FindAsync(s, t.Held.Task.Id),
        ["ListAsync(TaskFilter)"] = async (t, s) =>
        {
            TaskFilter[] filters =
            [
                new(),
                new() { UserId = t.Owner.UserId },
                new() { SessionId = t.Session.Id },
                new() { DueBefore = DateTimeOffset.UtcNow },
            ];
            List<AgentTask> found = [];
            foreach (var filter in filters)
            {
                found.AddRange((await t.Tasks.ListAsync(s, filter)).Items);
            }

            return found.FirstOrDefault();
        },
        ["ListPendingApprovalsAsync(ApprovalFilter)"] = async (t, s) => (await t.Tasks.ListPendingApprovalsAsync(s)).Items.FirstOrDefault(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["CreateAsync(NewTask)"] = async (t, s) => await t.Tasks.CreateAsync(s, new NewTask("stolen", [new("stolen")]) { SessionId = t.Session.Id }),
        ["ClaimAsync(NewClaim)"] = async (t, s) =>
            await t.Tasks.ClaimAsync(s, new NewClaim("thief", Minute))
            ?? await t.Tasks.ClaimAsync(s, new NewClaim("thief", Minute) { TaskId = t.FreeTask.Id })
            ?? await t.Tasks.ClaimAsync(s, new NewClaim("thief", Minute) { SessionId = t.Session.Id }),
        ["RenewAsync(TaskLease, TimeSpan)"] = async (t, s) => await t.Tasks.RenewAsync(s, t.Held.Lease, Minute),
        ["ReleaseAsync(TaskLease)"] = async (t, s) => await t.Tasks.ReleaseAsync(s, t.Held.Lease),
        ["StartStepAsync(TaskLease, int)"] = async (t, s) => await t.Tasks.StartStepAsync(s, t.Claimed.Lease, 1),
        ["CompleteStepAsync(TaskLease, int, JsonElement?)"] = async (t, s) => await t.Tasks.CompleteStepAsync(s, t.Held.Lease, 1),
        ["FailStepAsync(TaskLease, int, string)"] = async (t, s) => await t.Tasks.FailStepAsync(s, t.Held.Lease, 1, "stolen"),
        ["SkipStepAsync(TaskLease, int, string)"] = async (t, s) => await t.Tasks.SkipStepAsync(s, t.Held.Lease, 2),
        ["SkipStepAsync(Guid, int, string)"] = async (t, s) => await t.Tasks.SkipStepAsync(s, t.WaitingTask.Id, 1),
        ["RetryStepAsync(Guid, int, int, bool)"] = async (t, s) => await t.Tasks.RetryStepAsync(s, t.FailedTask.Id, 1, 1),
        ["ApproveAsync(Guid, int, NewDecision)"] = async (t, s) => await t.Tasks.ApproveAsync(s, t.WaitingTask.Id, 1, DecisionOf(s)),
        ["RejectAsync(Guid, int, NewDecision)"] = async (t, s) => await t.Tasks.RejectAsync(s, t.WaitingTask.Id, 1, DecisionOf(s)),
        ["CancelAsync(Guid, string)"] = async (t, s) => await t.Tasks.CancelAsync(s, t.FreeTask.Id),
        ["FailOverdueAsync(int)"] = async (t, s) => (await t.Tasks.FailOverdueAsync(s)).FirstOrDefault(),
    };

    private static NewDecision DecisionOf(AgentScope scope) => new() { Approver = scope.UserId ?? "thief" };
}
