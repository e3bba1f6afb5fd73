namespace AgentKit.Tests.Infrastructure;

/// <summary>A clock that a test moves. Only the time of day is fixed: timers, and so retries, run as always.</summary>
internal sealed class FixedTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
