namespace AgentKit;

/// <summary>An intent that was seen in a session. The first sight of a name counts; later ones change nothing.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Confidence">0 to 1, where it is known.</param>
/// <param name="SeenAt">When it was first seen; given by the commit where the host gives none.</param>
public sealed record IntentSeen(string Name, double? Confidence = null, DateTimeOffset? SeenAt = null);
