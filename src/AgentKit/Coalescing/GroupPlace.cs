namespace AgentKit;

/// <summary>
/// One of the places of a lane, of which each is taken by a group under way or by a write that goes by itself. While all are taken, what comes waits.
/// </summary>
internal sealed class GroupPlace(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
