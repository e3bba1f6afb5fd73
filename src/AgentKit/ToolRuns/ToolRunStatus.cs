namespace AgentKit;

/// <summary>How far one execution of a tool has come.</summary>
public enum ToolRunStatus
{
    /// <summary>Recorded, not started: for example waiting for an approval or a free worker.</summary>
    Pending = 0,

    /// <summary>Started, and not yet reported back. A worker that died leaves its runs here.</summary>
    Running = 1,

    /// <summary>Ended with an output. Final.</summary>
    Succeeded = 2,

    /// <summary>Ended with an error. Final; another try is another attempt.</summary>
    Failed = 3,

    /// <summary>Called off before it ended. Final.</summary>
    Canceled = 4,
}
