namespace AgentKit.Extensions.AI;

/// <summary>Renews a lease, on a run or on a task, while what it is held for takes its time.</summary>
internal sealed class LeaseHeartbeat : IAsyncDisposable
{
    private readonly RunServices _services;
    private readonly Guid _id;
    private readonly Func<TimeSpan, CancellationToken, Task> _renew;
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;

    /// <param name="services">The clock, and how long a lease lasts.</param>
    /// <param name="id">What is held, for the log.</param>
    /// <param name="renew">Renews the lease for a duration.</param>
    /// <param name="cancellationToken">Cancels <see cref="Token"/>; the lease is held until this is disposed.</param>
    public LeaseHeartbeat(RunServices services, Guid id, Func<TimeSpan, CancellationToken, Task> renew, CancellationToken cancellationToken)
    {
        _services = services;
        _id = id;
        _renew = renew;
        _work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beating = BeatAsync();
    }

    /// <summary>That of the caller, and cancelled too when the lease is lost.</summary>
    public CancellationToken Token => _work.Token;

    /// <summary>Why the lease is lost: somebody has taken over, or called off what it was held for.</summary>
    public AgentKitException? Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _stop.Dispose();
        _work.Dispose();
    }

    private async Task BeatAsync()
    {
        var duration = _services.Options.LeaseDuration;
        try
        {
            while (true)
            {
                await Task.Delay(duration / 3, _services.Time, _stop.Token).ConfigureAwait(false);
                await RenewAsync(duration).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // It is not needed any more.
        }
        catch (AgentKitException lost) when (IsLoss(lost))
        {
            Lost = lost;
            await _work.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task RenewAsync(TimeSpan duration)
    {
        try
        {
            await _renew(duration, _stop.Token).ConfigureAwait(false);
        }
        catch (AgentKitException exception) when (!IsLoss(exception))
        {
            RunLog.NotRenewed(_services.Logger, exception, _id);
        }
    }

    private static bool IsLoss(AgentKitException exception) =>
        exception is RunLeaseLostException or TaskLeaseLostException or InvalidTaskStateException;
}
