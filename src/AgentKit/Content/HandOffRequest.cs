namespace AgentKit;

/// <summary>An agent's wish that somebody else takes over.</summary>
/// <param name="Reason">Why, for the one who takes over.</param>
/// <param name="To">Who should: a queue, a team or an agent of the host's; null when the host decides.</param>
public sealed record HandOffRequest(string Reason, string? To = null);
