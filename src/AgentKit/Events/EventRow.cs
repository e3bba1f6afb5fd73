using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>events</c>, as Dapper maps it by name.</summary>
internal sealed record EventRow
{
    public Guid EventId { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? RunId { get; init; }

    public string? UserId { get; init; }

    public string Category { get; init; } = "";

    public string Type { get; init; } = "";

    public string? ToolName { get; init; }

    public string? Payload { get; init; }

    public AgentEvent ToEvent() => new()
    {
        Id = EventId,
        OccurredAt = OccurredAt,
        Category = EventCategoryNames.Parse(Category),
        Type = Type,
        SessionId = SessionId,
        RunId = RunId,
        UserId = UserId,
        ToolName = ToolName,
        Payload = Payload is null ? null : VerbatimJson.Read(Payload),
    };
}
