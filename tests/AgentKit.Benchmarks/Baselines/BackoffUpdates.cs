namespace AgentKit.Benchmarks.Baselines;

/// <summary>Load, decide, commit, and after a conflict wait and begin anew: exponential backoff with full jitter, and nothing else.</summary>
internal static class BackoffUpdates
{
    private const int MaxDoublings = 6;

    public static async Task UpdateAsync(
        ISessionStore sessions,
        AgentScope scope,
        Guid sessionId,
        Func<SessionSnapshot, SessionCommit> decide,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var current = await sessions.GetSnapshotAsync(scope, sessionId, cancellationToken);
            try
            {
                await sessions.CommitAsync(scope, current.Session, decide(current), cancellationToken);
                return;
            }
            catch (VersionConflictException)
            {
                var longest = delay * Math.Pow(2, Math.Min(conflicts, MaxDoublings));
                await Task.Delay(longest * Random.Shared.NextDouble(), cancellationToken);
            }
        }
    }
}
