namespace AgentKit;

/// <summary>A turn that was taken back, kept for whoever has to know what was once said.</summary>
/// <param name="Turn">The turn as it was, under the number that it had; another turn may have that number now.</param>
/// <param name="ArchivedVersion">The version that the session had after the commit that took it back.</param>
/// <param name="ArchivedAt">When it was taken back, by the host's clock.</param>
public sealed record ArchivedTurn(Turn Turn, long ArchivedVersion, DateTimeOffset ArchivedAt);
