namespace AgentKit;

/// <summary>How <see cref="IEventBuffer"/> gathers events and sends them.</summary>
public sealed class EventBufferOptions
{
    /// <summary>
    /// How many events wait in memory at most, before callers wait for room. Those that are being written,
    /// <see cref="BatchSize"/> times <see cref="Concurrency"/> at most, come on top; each may take <see cref="ContentLimits.EventPayloadBytes"/>.
    /// Default: 10,000; 1 to 1,000,000.
    /// </summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How many events one statement writes at most. Default: 1,000; 1 to 10,000.</summary>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>How long an event waits for others at most before it is sent. Default: 200 ms; 1 ms to 1 minute.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many statements, and so connections, are on their way at the same time at most. Default: 2; 1 to 32.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>
    /// The pause after a write that failed for a passing reason, its own retries included; it doubles with each up to 30 times as much.
    /// Default: 1 second; 1 ms to 1 minute.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the disposal of the service provider may take to write what is left, where no generic host has done it. Default: 5 seconds; 0
    /// to 10 minutes.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
