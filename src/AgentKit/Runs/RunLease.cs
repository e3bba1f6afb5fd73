namespace AgentKit;

/// <summary>
/// The right to write for a run. The token rises by one with every take-over, and only the latest counts: a worker that was thought dead and
/// comes back is refused with <see cref="RunLeaseLostException"/>, however sure it is that it still holds the run.
/// </summary>
/// <param name="RunId">What is written for.</param>
/// <param name="FencingToken">1 for the worker that began it, one more for each that took it over; 0 while it is pending, which no write accepts.</param>
public sealed record RunLease(Guid RunId, long FencingToken);
