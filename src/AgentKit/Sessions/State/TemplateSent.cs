namespace AgentKit;

/// <summary>A message template that was sent in a session. Each sending counts.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="SentAt">When it was sent; given by the commit where the host gives none.</param>
public sealed record TemplateSent(string Name, DateTimeOffset? SentAt = null);
