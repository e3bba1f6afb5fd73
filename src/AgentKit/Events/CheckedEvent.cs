namespace AgentKit;

/// <summary>An event that PostgreSQL can take, with its time and the text of its payload: nothing of the caller's is read again.</summary>
internal sealed record CheckedEvent(
    Guid Id,
    DateTimeOffset OccurredAt,
    string Category,
    string Type,
    Guid? SessionId,
    Guid? RunId,
    string? ToolName,
    string? Payload);
