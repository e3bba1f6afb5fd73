namespace AgentKit.Infrastructure;

/// <summary>How many updates of sessions wait at this moment. Counted always: a gauge that began in between would be wrong for good.</summary>
internal sealed class SessionWaits
{
    private int _forTurn;
    private int _forRowLock;

    public int ForTurn => Volatile.Read(ref _forTurn);

    public int ForRowLock => Volatile.Read(ref _forRowLock);

    public void TurnAwaited() => Interlocked.Increment(ref _forTurn);

    public void TurnCame() => Interlocked.Decrement(ref _forTurn);

    public void RowLockAwaited() => Interlocked.Increment(ref _forRowLock);

    public void RowLockCame() => Interlocked.Decrement(ref _forRowLock);
}
