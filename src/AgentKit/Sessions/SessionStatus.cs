namespace AgentKit;

/// <summary>Who works on a session, and whether it still takes commits.</summary>
public enum SessionStatus
{
    /// <summary>The agent works on it. The state of a new session.</summary>
    Active = 0,

    /// <summary>The host's signal to start nothing new; the commit of work already in flight is still accepted.</summary>
    Paused = 1,

    /// <summary>A person has taken over from the agent; turns are still recorded.</summary>
    HandedOff = 2,

    /// <summary>Ended. Refuses commits until it is reopened.</summary>
    Closed = 3,

    /// <summary>Ended and out of the way: a host leaves it out of its lists by a filter. Refuses commits until it is reopened.</summary>
    Archived = 4,
}
