namespace AgentKit;

/// <summary>How far one execution of an agent has come.</summary>
public enum RunStatus
{
    /// <summary>Recorded, not begun: for example waiting for an approval or a free worker.</summary>
    Pending = 0,

    /// <summary>Begun, and held by a worker under a lease. A worker that died leaves its runs here, with a lease that has expired.</summary>
    Running = 1,

    /// <summary>Ended as it should. Final; a later run may go on from it.</summary>
    Completed = 2,

    /// <summary>Ended with an error. Final; another try is another run.</summary>
    Failed = 3,

    /// <summary>Called off before it ended. Final.</summary>
    Canceled = 4,
}
