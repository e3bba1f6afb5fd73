namespace AgentKit;

/// <summary>Delays that double from one attempt to the next, with jitter, so that many who wait for the same thing do not ask at once.</summary>
internal sealed record Backoff(TimeSpan First, TimeSpan Most)
{
    private const double LeastJitter = 0.75;

    private TimeSpan Step { get; init; }

    public bool HasBegun => Step > TimeSpan.Zero;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>For as long as it takes: a server that restarts is back within seconds, and one that is gone is asked rarely.</summary>
    public static Backoff AfterFailure() => new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));

    public Backoff Next()
    {
        var doubled = HasBegun ? Step * 2 : First;
        var step = doubled < Most ? doubled : Most;
        return this with { Step = step, Delay = step * (LeastJitter + (Random.Shared.NextDouble() * (1 - LeastJitter))) };
    }

    public Backoff Restart() => new(First, Most);
}
