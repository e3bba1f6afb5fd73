using System.Text.Json;

namespace AgentKit;

/// <summary>Something that happened, as it was recorded. It never changes.</summary>
public sealed record AgentEvent
{
    /// <summary>A UUID v7, made by the client.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened, by the clock of the host that recorded it, to the microsecond.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>What kind of thing it is.</summary>
    public required EventCategory Category { get; init; }

    /// <summary>What happened, in the host's own words.</summary>
    public required string Type { get; init; }

    /// <summary>The session that it is about.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The agent's run that it is about.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The user whose it is; <see langword="null"/> for one that a service recorded for nobody.</summary>
    public string? UserId { get; init; }

    /// <summary>The tool that it is about.</summary>
    public string? ToolName { get; init; }

    /// <summary>The details, verbatim.</summary>
    public JsonElement? Payload { get; init; }
}
