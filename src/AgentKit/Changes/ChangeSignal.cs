namespace AgentKit;

/// <summary>By which one watcher is woken up. Raised once or many times while it does not wait: it reads once more.</summary>
internal sealed class ChangeSignal(ChangeSignals owner, string key, TimeProvider time) : IDisposable
{
    private TaskCompletionSource _raised = New();

    public string Key { get; } = key;

    public void Raise() => Volatile.Read(ref _raised).TrySetResult();

    /// <summary>Waits until it is raised, or has been since the last wait, or the time is up.</summary>
    /// <exception cref="OperationCanceledException">The watch is over.</exception>
    /// <exception cref="ObjectDisposedException">The host's services are disposed.</exception>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        // Time running out is no error here, and watchers poll often: nothing is thrown for it.
        await _raised.Task.WaitAsync(atMost, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        // What is raised until here is seen by the read that follows.
        Volatile.Write(ref _raised, New());
        owner.ThrowIfDisposed();
    }

    public void Dispose() => owner.Unsubscribe(this);

    /// <summary>Whoever raises it does not run what the watcher does next.</summary>
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
