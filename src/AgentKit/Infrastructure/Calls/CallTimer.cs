using System.Collections.Concurrent;

namespace AgentKit.Infrastructure;

/// <summary>
/// The time that a call has. Polly's timeout does the same; for a call that succeeds at once, as nearly every one does, its layers were a fifth
/// of all that was allocated.
/// </summary>
internal sealed class CallTimer(TimeSpan timeout, TimeProvider time)
{
    /// <summary>As many calls at once as a pool usually has connections; what is beyond is left to the collector.</summary>
    private const int MaxIdle = 100;

    private readonly ConcurrentQueue<CancellationTokenSource> _idle = new();

    public TimeSpan Timeout => timeout;

    /// <summary>A source that cancels when the time is up; to be given back.</summary>
    public CancellationTokenSource Start()
    {
        if (time != TimeProvider.System)
        {
            return new CancellationTokenSource(timeout, time);
        }

        var source = _idle.TryDequeue(out var idle) ? idle : new CancellationTokenSource();
        source.CancelAfter(timeout);
        return source;
    }

    /// <summary>Takes a source back, once nobody registers with it any more.</summary>
    public void Stop(CancellationTokenSource source)
    {
        if (time == TimeProvider.System && _idle.Count < MaxIdle && source.TryReset())
        {
            _idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
