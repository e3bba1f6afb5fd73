namespace AgentKit;

/// <summary>What of <see cref="ResilienceOptions"/> can stand in a configuration: everything but pipelines.</summary>
internal sealed class ConfiguredResilience
{
    public int TransientRetries { get; set; }

    public TimeSpan TransientDelay { get; set; }

    public TimeSpan CallTimeout { get; set; }

    public int ConflictRetries { get; set; }

    public TimeSpan ConflictDelay { get; set; }

    public int ConflictsBeforeLock { get; set; }

    public static ConfiguredResilience Of(ResilienceOptions options) => new()
    {
        TransientRetries = options.TransientRetries,
        TransientDelay = options.TransientDelay,
        CallTimeout = options.CallTimeout,
        ConflictRetries = options.ConflictRetries,
        ConflictDelay = options.ConflictDelay,
        ConflictsBeforeLock = options.ConflictsBeforeLock,
    };

    public void ApplyTo(ResilienceOptions options)
    {
        options.TransientRetries = TransientRetries;
        options.TransientDelay = TransientDelay;
        options.CallTimeout = CallTimeout;
        options.ConflictRetries = ConflictRetries;
        options.ConflictDelay = ConflictDelay;
        options.ConflictsBeforeLock = ConflictsBeforeLock;
    }
}
