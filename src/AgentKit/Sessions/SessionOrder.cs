namespace AgentKit;

/// <summary>The order of a list of sessions.</summary>
public enum SessionOrder
{
    /// <summary>The one with the latest turn first; one without turns counts from its creation.</summary>
    LastActivity = 0,

    /// <summary>The one whose id was made last first; ids of the same millisecond are in no order.</summary>
    Created = 1,
}
