using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentKit.Approvals.Working;

/// <summary>
/// Takes tasks and carries out their steps, one after the other, until one waits for a person or the task is over. Any number of workers, in
/// any number of processes, share the work; each may be killed at any moment.
/// </summary>
internal sealed class TaskWorker(
    ITaskStore tasks, IEnumerable<IStepTool> tools, WorkerOptions options, TimeProvider time, ILogger<TaskWorker> log) : BackgroundService
{
    /// <summary>How long a worker that stops tries to give its task back. Where it cannot, the lease expires.</summary>
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(5);

    private readonly AgentScope _scope = AgentScope.ForService(options.WorkspaceId);
    private readonly Dictionary<string, IStepTool> _tools = tools.ToDictionary(tool => tool.Name);

    /// <summary>Nothing announces a task: an idle worker asks again and again. A claim that finds nothing to do costs next to nothing.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WorkerLog.Begins(log, Environment.ProcessId, options.LookEvery.TotalSeconds, options.Lease.TotalSeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await tasks.ClaimAsync(_scope, NewClaim(), stoppingToken) is { } claimed)
                {
                    await WorkAsync(claimed, stoppingToken);
                    continue;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (AgentKitException problem)
            {
                // The database is away, or the task went to somebody else: this task is left, the worker stays.
                WorkerLog.Failed(log, problem.Message);
            }

            await Task.Delay(options.LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Only tasks whose next step this worker can do; each claim has an id of its own.</summary>
    private NewClaim NewClaim() => new(options.Name, options.Lease) { ToolNames = [.. _tools.Keys] };

    private async Task WorkAsync(ClaimedTask claimed, CancellationToken stoppingToken)
    {
        WorkerLog.Claimed(log, claimed);
        await using var held = new HeldTask(tasks, _scope, claimed.Lease, options.Lease, time, stoppingToken);
        try
        {
            var task = claimed.Task;
            while (task.Status is AgentTaskStatus.Pending or AgentTaskStatus.InProgress)
            {
                held.Token.ThrowIfCancellationRequested();
                if (task.NextStep is not { ToolName: { } name } step || !_tools.TryGetValue(name, out var tool))
                {
                    // Another kind of worker goes on from here.
                    await tasks.ReleaseAsync(_scope, claimed.Lease, held.Token);
                    return;
                }

                task = await DoAsync(claimed.Lease, step, tool, held.Token);
            }

            WorkerLog.Leaves(log, task);
        }
        catch (Exception) when (held.Loss is not null)
        {
            WorkerLog.Lost(log, held.Loss.Message);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            await GiveBackAsync(claimed.Lease);
        }
    }

    private async Task<AgentTask> DoAsync(TaskLease lease, TaskStep step, IStepTool tool, CancellationToken cancellationToken)
    {
        var task = await tasks.StartStepAsync(_scope, lease, step.Number, cancellationToken);
        WorkerLog.Started(log, step.Number, tool.Name, task.Steps[step.Number - 1].Attempt);
        JsonElement output;
        try
        {
            output = await tool.RunAsync(new StepCall(new(task.Id, step.Number), step.Input ?? default), cancellationToken);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: a person reads the reason, and retries the step, skips it or leaves the task as failed.
            return await tasks.FailStepAsync(_scope, lease, step.Number, StepFailure.ReasonOf(problem), CancellationToken.None);
        }

        try
        {
            // What was done is noted, also by a worker that is asked to stop.
            task = await tasks.CompleteStepAsync(_scope, lease, step.Number, output, CancellationToken.None);
        }
        catch (ArgumentException problem)
        {
            // It would be refused by every worker that tried again.
            var reason = $"The tool has done its work; what it returned cannot be kept: {StepFailure.ReasonOf(problem)}";
            return await tasks.FailStepAsync(_scope, lease, step.Number, reason, CancellationToken.None);
        }

        WorkerLog.Finished(log, step.Number, tool.Name, output.GetRawText());
        return task;
    }

    /// <summary>Another worker need not wait for the lease to expire.</summary>
    private async Task GiveBackAsync(TaskLease lease)
    {
        using var patience = new CancellationTokenSource(ReleasePatience);
        await tasks.ReleaseAsync(_scope, lease, patience.Token);
        WorkerLog.GaveBack(log);
    }
}
