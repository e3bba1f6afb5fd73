namespace AgentKit.Maintenance.Working;

/// <summary>
/// Tidies one workspace. Any number of instances may do so at once: each thing is dealt with by one of them. What is cut off half-way is done by the
/// next round.
/// </summary>
internal sealed class MaintenanceRound(
    IToolRunLog toolRuns, IRunStore runs, ITaskStore tasks, IBudgetStore budgets, IRetention retention)
{
    private const int Batch = 1_000;

    public async Task<MaintenanceReport> RunAsync(string workspace, MaintenanceOptions options, CancellationToken cancellationToken)
    {
        var scope = AgentScope.ForService(workspace);
        return new(
            await RepeatAsync(async () => (await toolRuns.SweepAsync(scope, options.ToolRunsOrphanedAfter, Batch, cancellationToken: cancellationToken)).Count),
            await GiveUpRunsAsync(scope, cancellationToken),
            await RepeatAsync(async () => (await tasks.FailOverdueAsync(scope, Batch, cancellationToken)).Count),
            await RepeatAsync(() => budgets.SweepAsync(scope, Batch, cancellationToken)),
            await RemoveAsync(scope, options.ToPolicy(), cancellationToken));
    }

    /// <summary>Until a batch is not full: then there is no more for now.</summary>
    private static async Task<int> RepeatAsync(Func<Task<int>> sweep)
    {
        var all = 0;
        int swept;
        do
        {
            swept = await sweep();
            all += swept;
        }
        while (swept == Batch);
        return all;
    }

    /// <summary>Takes each over first: a worker that lives after all is shut out by that, and one that was faster is left alone.</summary>
    private async Task<int> GiveUpRunsAsync(AgentScope scope, CancellationToken cancellationToken)
    {
        var given = 0;
        foreach (var run in await runs.FindAbandonedAsync(scope, Batch, cancellationToken))
        {
            try
            {
                var taken = await runs.TakeOverAsync(scope, run.Id, cancellationToken: cancellationToken);
                await runs.FailAsync(scope, taken.Lease, new RunError("abandoned", "Its worker was gone, and nobody went on with it."), cancellationToken);
                given++;
            }
            catch (AgentKitException exception) when (exception is RunLeaseHeldException or RunLeaseLostException or InvalidRunStateException or RunNotFoundException)
            {
                // Somebody else has it, or it has ended: at this very moment.
            }
        }

        return given;
    }

    private async Task<long> RemoveAsync(AgentScope scope, RetentionPolicy policy, CancellationToken cancellationToken)
    {
        long removed = 0;
        RetentionReceipt receipt;
        do
        {
            receipt = await retention.ApplyAsync(scope, policy, cancellationToken);
            removed += receipt.Removed.Values.Sum();
        }
        while (receipt.HasMore);
        return removed;
    }
}
