namespace AgentKit.Approvals.Working;

/// <summary>Renews the lease on a task while it is worked on, and calls the work off when the lease is gone or the worker is to stop.</summary>
internal sealed class HeldTask : IAsyncDisposable
{
    /// <summary>A renewal that is late, or fails once, still finds the lease in force.</summary>
    private const int RenewalsPerLease = 3;

    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;

    public HeldTask(ITaskStore tasks, AgentScope scope, TaskLease lease, TimeSpan duration, TimeProvider time, CancellationToken stopping)
    {
        _work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _renewing = RenewAsync(tasks, scope, lease, duration, time);
    }

    /// <summary>For the work; canceled when it must not go on.</summary>
    public CancellationToken Token => _work.Token;

    /// <summary>Why the lease is gone: another worker has the task, or somebody called it off.</summary>
    public AgentKitException? Loss { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        _end.Dispose();
        _work.Dispose();
    }

    private async Task RenewAsync(ITaskStore tasks, AgentScope scope, TaskLease lease, TimeSpan duration, TimeProvider time)
    {
        using var timer = new PeriodicTimer(duration / RenewalsPerLease, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await RenewOnceAsync(tasks, scope, lease, duration);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The work is over.
        }
        catch (AgentKitException loss)
        {
            Loss = loss;
            await _work.CancelAsync();
        }
    }

    private async Task RenewOnceAsync(ITaskStore tasks, AgentScope scope, TaskLease lease, TimeSpan duration)
    {
        try
        {
            await tasks.RenewAsync(scope, lease, duration, _end.Token);
        }
        catch (AgentKitException problem) when (problem.IsRetryable)
        {
            // The next tick tries again. Even when the lease expires meanwhile, it is good until another worker claims the task.
        }
    }
}
