namespace AgentKit;

/// <summary>A turn that stands for the first turns of a session when a model is to read them. The turns themselves stay as they are.</summary>
/// <param name="ThroughTurn">
/// The last turn that it stands for; 1 to the number of turns that the session has after the commit. Not between a tool call and its result.
/// </param>
/// <param name="Turn">What a model reads in their place. Its usage is added to the session's totals like that of any turn.</param>
public sealed record SessionSummary(long ThroughTurn, Turn Turn);
