namespace AgentKit;

/// <summary>A turn that a search has found.</summary>
/// <param name="SessionId">The session that it is of.</param>
/// <param name="Turn">The whole turn.</param>
/// <param name="Rank">How well it matches, more than zero; comparable within one search only.</param>
/// <param name="Snippet">Some words around the best match, as plain text without marks; what tools were given and answered as JSON.</param>
public sealed record TurnMatch(Guid SessionId, Turn Turn, double Rank, string Snippet);
