namespace AgentKit.Extensions.AI;

/// <summary>
/// Renews the lease of a run while a model or a tool takes its time. When the run is no longer this worker's (taken over, or called off by
/// a
/// person), it cancels what goes on: every commit would be refused.
/// </summary>
internal sealed class RunHeartbeat : IAsyncDisposable
{
    private readonly RunServices _services;
    private readonly RunState _state;
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;

    public RunHeartbeat(RunServices services, RunState state, CancellationToken cancellationToken)
    {
        _services = services;
        _state = state;
        _work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beating = BeatAsync();
    }

    /// <summary>That of the caller, and of the lease.</summary>
    public CancellationToken Token => _work.Token;

    /// <summary>Why the run is no longer this worker's.</summary>
    public RunLeaseLostException? Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _stop.Dispose();
        _work.Dispose();
    }

    private async Task BeatAsync()
    {
        var interval = _services.Options.LeaseDuration / 3;
        try
        {
            while (true)
            {
                await Task.Delay(interval, _services.Time, _stop.Token).ConfigureAwait(false);
                await RenewAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (RunLeaseLostException lost)
        {
            Lost = lost;
            await _work.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            await _services.Runs.RenewAsync(_state.Scope, _state.Run.Lease, cancellationToken: _stop.Token).ConfigureAwait(false);
        }
        catch (AgentKitException exception) when (exception is not RunLeaseLostException)
        {
            RunLog.NotRenewed(_services.Logger, exception, _state.Run.Id);
        }
    }
}
