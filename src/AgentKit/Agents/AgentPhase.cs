namespace AgentKit;

/// <summary>A phase that sessions of an agent go through.</summary>
/// <param name="Name">1 to 200 characters, unique in the agent.</param>
/// <param name="Next">The phases that may follow; none for a last one. Staying in a phase is always allowed.</param>
public sealed record AgentPhase(string Name, params IReadOnlyList<string> Next);
