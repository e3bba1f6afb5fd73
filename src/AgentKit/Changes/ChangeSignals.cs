using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// All that the watchers of a process share: who is to be woken up by what, and the one connection that listens for it, which is open while
/// there is a watcher. A signal is only a hint. What was committed is in the table, and every watcher looks there by itself, too.
/// </summary>
internal sealed class ChangeSignals(ChangeListener listener, AgentKitOptions options, TimeProvider time) : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<ChangeSignal>> _signals = new(StringComparer.Ordinal);
    private CancellationTokenSource? _listening; // never disposed: the run that it ends may have ended by itself
    private Task _listenerRun = Task.CompletedTask;
    private int _count;
    private bool _isDisposed;

    public bool HasWatchers => Volatile.Read(ref _count) > 0;

    public bool IsListening => listener.IsListening;

    /// <summary>How often a watcher looks by itself while nobody wakes it up.</summary>
    public TimeSpan PollInterval => options.ChangePollInterval;

    /// <summary>How often a watcher looks by itself as things are.</summary>
    public TimeSpan CurrentInterval => listener.IsListening ? options.ChangePollIntervalWhileListening : options.ChangePollInterval;

    /// <summary>From now on, the signal is raised for its key; disposing it ends that.</summary>
    public ChangeSignal Subscribe(string key)
    {
        var signal = new ChangeSignal(this, key, time);
        lock (_lock)
        {
            ThrowIfDisposed();
            if (!_signals.TryGetValue(key, out var signals))
            {
                _signals.Add(key, signals = []);
            }

            signals.Add(signal);
            Volatile.Write(ref _count, _count + 1);
            if (options.NotifyChanges && _listening is null)
            {
                StartListening();
            }
        }

        return signal;
    }

    public void Unsubscribe(ChangeSignal signal)
    {
        lock (_lock)
        {
            if (!_signals.TryGetValue(signal.Key, out var signals) || !signals.Remove(signal))
            {
                return;
            }

            if (signals.Count == 0)
            {
                _signals.Remove(signal.Key);
            }

            Volatile.Write(ref _count, _count - 1);
            if (_count == 0)
            {
                StopListening();
            }
        }
    }

    /// <summary>Wakes up those who watch the session of a key, and those who watch its workspace.</summary>
    public void Raise(string key)
    {
        lock (_lock)
        {
            RaiseThoseOf(key);
            RaiseThoseOf(ChangeKey.WorkspaceOf(key));
        }
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), typeof(IChangeFeed));

    public void Dispose()
    {
        lock (_lock)
        {
            Volatile.Write(ref _isDisposed, true);
            StopListening();
        }

        RaiseAll();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _listenerRun.ConfigureAwait(false);
    }

    private void StartListening()
    {
        var listening = _listening = new CancellationTokenSource();
        var before = _listenerRun;

        _listenerRun = Apart.RunAsync(() => ListenAsync(before, listening.Token)); // it belongs to no one watcher
    }

    private void StopListening()
    {
        _listening?.Cancel();
        _listening = null;
    }

    /// <summary>One listener after the other: the one before may still be closing its connection.</summary>
    private async Task ListenAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(false);
        await listener.RunAsync(Raise, RaiseAll, cancellationToken).ConfigureAwait(false);
    }

    private void RaiseThoseOf(string key)
    {
        if (_signals.TryGetValue(key, out var signals))
        {
            signals.ForEach(signal => signal.Raise());
        }
    }

    private void RaiseAll()
    {
        lock (_lock)
        {
            foreach (var signal in _signals.Values.SelectMany(signals => signals))
            {
                signal.Raise();
            }
        }
    }
}
