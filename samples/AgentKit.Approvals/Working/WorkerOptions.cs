namespace AgentKit.Approvals.Working;

/// <summary>How a worker works.</summary>
internal sealed record WorkerOptions
{
    public required string WorkspaceId { get; init; }

    /// <summary>Tells people which process holds a task.</summary>
    public required string Name { get; init; }

    /// <summary>How long the worker may stay silent before another one may take its task: how long a crash delays the work at most.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>How often an idle worker looks for work: how long a task waits after its approval at most.</summary>
    public required TimeSpan LookEvery { get; init; }
}
