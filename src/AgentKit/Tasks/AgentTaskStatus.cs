namespace AgentKit;

/// <summary>Where a task stands. It follows from its steps and is never set by itself; the first of these rules that fits decides.</summary>
/// <remarks>
/// A step has failed: failed. A step was canceled: canceled. All are completed or skipped: completed. One waits for an approval: waiting. One
/// has begun or is over: in progress. Otherwise: pending.
/// </remarks>
public enum AgentTaskStatus
{
    /// <summary>Nothing has begun; a worker may claim it.</summary>
    Pending = 0,

    /// <summary>A step has begun, or some are over and others remain; a worker may claim it when nobody holds it.</summary>
    InProgress = 1,

    /// <summary>A person has to decide before it goes on. No worker holds it meanwhile.</summary>
    WaitingApproval = 2,

    /// <summary>Every step is completed or skipped. Final.</summary>
    Completed = 3,

    /// <summary>A step failed. Retrying or skipping that step opens the task again.</summary>
    Failed = 4,

    /// <summary>It was called off, or an approval was refused. Final.</summary>
    Canceled = 5,
}
