namespace AgentKit;

/// <summary>What kind of thing an event records.</summary>
public enum EventCategory
{
    /// <summary>Something that ran around the agent's work: before or after a tool, at the start of a session.</summary>
    Hook = 0,

    /// <summary>Something that a model or a tool answered.</summary>
    Response = 1,

    /// <summary>A step of a workflow: a phase entered, left or failed.</summary>
    Phase = 2,
}
