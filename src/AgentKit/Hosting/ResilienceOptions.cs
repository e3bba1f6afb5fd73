using Polly;

namespace AgentKit;

/// <summary>
/// How failures and conflicts are retried. The numbers shape the built-in pipelines; a host with a policy of its own replaces a pipeline whole.
/// </summary>
public sealed class ResilienceOptions
{
    /// <summary>
    /// How often a call is sent again after a passing failure (connection lost, server restarting, deadlock). Every write carries an
    /// operation id, so it is applied once however often it is sent. Default: 4; 0 to 20.
    /// </summary>
    public int TransientRetries { get; set; } = 4;

    /// <summary>The delay before the first of these retries; it doubles with each, with jitter. Default: 100 ms; 0 to 1 minute.</summary>
    public TimeSpan TransientDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long one call may take with all its retries; then it fails with <see cref="DatabaseUnavailableException"/>. Migrating, and removing
    /// sessions with everything in them, may take longer: there it does not hold, only the timeout of Npgsql for each of their statements.
    /// Default: 30 seconds; 10 ms to 1 hour.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often <see cref="ISessionStore.UpdateAsync(AgentScope, Guid, Func{SessionSnapshot, SessionCommit?}, CancellationToken)"/> reloads
    /// and decides again after a conflict, before the last <see cref="VersionConflictException"/> reaches the caller. Default: 10; 0 to 1,000.
    /// </summary>
    public int ConflictRetries { get; set; } = 10;

    /// <summary>
    /// The delay before the first of these retries; it doubles with each up to 100 times as much, with jitter. Default: 5 ms; 0 to 1 minute.
    /// </summary>
    public TimeSpan ConflictDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// After how many conflicts an update takes the session's row lock before it loads and decides, so that it cannot lose again. The lock and
    /// a connection are held while the caller decides. Default: 3; 0 locks from the first attempt on; above
    /// <see cref="ConflictRetries"/> never locks.
    /// </summary>
    public int ConflictsBeforeLock { get; set; } = 3;

    /// <summary>
    /// Replaces the pipeline around each database call but those that <see cref="CallTimeout"/> does not hold for, and groups of
    /// <see cref="AgentKitOptions.Coalescing"/>, which are sent once: what fails goes by itself, and then through it. It sees
    /// <see cref="AgentKitException"/>s only, and must retry none whose <see cref="AgentKitException.IsRetryable"/> is false. Default: none, the
    /// built-in one.
    /// </summary>
    public ResiliencePipeline? TransientPipeline { get; set; }

    /// <summary>
    /// Replaces the pipeline around load, decide and commit of an update. It sees <see cref="VersionConflictException"/>. Default: none, the
    /// built-in one.
    /// </summary>
    public ResiliencePipeline? ConflictPipeline { get; set; }
}
