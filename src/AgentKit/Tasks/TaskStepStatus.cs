namespace AgentKit;

/// <summary>How far one step of a task has come.</summary>
public enum TaskStepStatus
{
    /// <summary>Not begun. It may be when all steps before it are completed or skipped, and it is approved if it has to be.</summary>
    Pending = 0,

    /// <summary>A worker has begun it. A worker that died leaves its step here; whoever claims the task next starts it again.</summary>
    InProgress = 1,

    /// <summary>It is the next one, and a person has to approve it first.</summary>
    WaitingApproval = 2,

    /// <summary>Done. Final.</summary>
    Completed = 3,

    /// <summary>Ended with an error; it may be retried or skipped.</summary>
    Failed = 4,

    /// <summary>Called off with its task, or its approval was refused. Final.</summary>
    Canceled = 5,

    /// <summary>Left out; the task goes on as if it were completed. Final.</summary>
    Skipped = 6,
}
