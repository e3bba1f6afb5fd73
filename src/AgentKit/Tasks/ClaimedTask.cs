namespace AgentKit;

/// <summary>A task that a worker holds.</summary>
/// <param name="Lease">What the worker shows with everything that it writes.</param>
/// <param name="Task">The task as it is, with what was done of it before.</param>
public sealed record ClaimedTask(TaskLease Lease, AgentTask Task);
