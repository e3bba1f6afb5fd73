namespace AgentKit;

/// <summary>A worker that asks for work.</summary>
/// <param name="Worker">Who asks: a name that tells people which process holds a task; 1 to 200 characters.</param>
/// <param name="Duration">
/// How long it may stay silent before another worker may claim the task: from a millisecond to 7 days, by the clock of the database. Longer
/// than the time between two renewals.
/// </param>
public sealed record NewClaim(string Worker, TimeSpan Duration)
{
    /// <summary>
    /// A unique id of this claim. Sent again while the claim is in force, it returns the same task under the same lease. Default: a new one,
    /// so make a new claim for each task.
    /// </summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Only this task. Default: whichever is next.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>Only tasks of this session. Default: of every session, and of none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only tasks whose next step runs one of these tools; at most 1,000. Default: every task.</summary>
    public IReadOnlyList<string> ToolNames { get; init; } = [];
}
