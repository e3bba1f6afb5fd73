namespace AgentKit;

/// <summary>The right of one worker to work on a task, until another one claims it. Plain data: it may be stored and passed on.</summary>
/// <param name="TaskId">The task that is held.</param>
/// <param name="FencingToken">
/// Rises by one with each claim of the task. Only the latest one may write, so a worker that was thought dead cannot write over its successor.
/// </param>
/// <param name="Worker">Who holds it.</param>
/// <param name="ExpiresAt">
/// From when on others may claim the task, by the clock of the database. Until one does, the holder may still write and renew.
/// </param>
public sealed record TaskLease(Guid TaskId, long FencingToken, string Worker, DateTimeOffset ExpiresAt);
