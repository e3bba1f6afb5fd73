namespace AgentKit.Cli;

/// <summary>What a policy is about to remove, counted up to a bound: for a question, not for the books.</summary>
internal sealed class RetentionLosses(Call call, RetentionPolicy policy)
{
    public bool IsEmpty =>
        policy is { ArchivedTurns: null, Events: null, AccessLog: null, Sessions.Count: 0, Tasks.Count: 0, ToolRuns.Count: 0 };

    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken cancellationToken)
    {
        var now = call.Surroundings.Clock.GetUtcNow();
        List<string> losses = [$"From workspace {call.Scope.WorkspaceId} are removed:"];
        foreach (var (status, age) in policy.Sessions)
        {
            var count = await BoundedCount.DescribeAsync(
                cursor => call.Get<ISessionStore>().ListAsync(
                    call.Scope, new SessionFilter { Statuses = [status], Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
                session => (session.ClosedAt ?? session.LastTurnAt ?? session.CreatedAt) < now - age);
            losses.Add($"  sessions, {Words.Of(status)} for {Words.Age(age)}, whole: {count}");
        }

        foreach (var (status, age) in policy.Tasks)
        {
            var count = await BoundedCount.DescribeAsync(
                cursor => call.Get<ITaskStore>().ListAsync(
                    call.Scope, new TaskFilter { Statuses = [status], Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
                task => task.CompletedAt < now - age);
            losses.Add($"  tasks, {Words.Of(status)} for {Words.Age(age)}: {count}");
        }

        foreach (var (status, age) in policy.ToolRuns)
        {
            var count = await BoundedCount.DescribeAsync(
                cursor => call.Get<IToolRunLog>().ListAsync(
                    call.Scope, new ToolRunFilter { Statuses = [status], To = now - age, Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
                run => run.CompletedAt < now - age);
            losses.Add($"  tool runs, {Words.Of(status)} for {Words.Age(age)}: {count}");
        }

        if (policy.Events is { } eventAge)
        {
            var count = await BoundedCount.DescribeAsync(
                cursor => call.Get<IEventLog>().ListAsync(
                    call.Scope, new EventFilter { To = now - eventAge, Limit = BoundedCount.Page, Cursor = cursor }, cancellationToken),
                _ => true);
            losses.Add($"  events, older than {Words.Age(eventAge)}: {count}");
        }

        losses.AddRange(new[]
        {
            policy.ArchivedTurns is { } turnAge ? $"  turns that were taken back, more than {Words.Age(turnAge)} ago" : null,
            policy.AccessLog is { } logAge ? $"  records of the access log, older than {Words.Age(logAge)}" : null,
        }.OfType<string>());
        return losses;
    }
}
