namespace AgentKit;

/// <summary>Who speaks in a turn.</summary>
public enum TurnRole
{
    /// <summary>The instructions given to the model.</summary>
    System = 0,

    /// <summary>The person, or whoever stands in for them.</summary>
    User = 1,

    /// <summary>The model, with its text and the tools that it wants to use.</summary>
    Assistant = 2,

    /// <summary>The result of a tool.</summary>
    Tool = 3,
}
