namespace AgentKit;

/// <summary>A row of <c>access_log</c>, as Dapper maps it by name.</summary>
internal sealed record AccessRow
{
    public Guid AccessId { get; init; }

    public DateTimeOffset ReadAt { get; init; }

    public string UserId { get; init; } = "";

    public string Operation { get; init; } = "";

    public Guid? SessionId { get; init; }

    public Guid? SubjectId { get; init; }

    public string? SubjectUserId { get; init; }

    public AccessRecord ToRecord() => new()
    {
        Id = AccessId,
        At = ReadAt,
        UserId = UserId,
        Operation = Operation,
        SessionId = SessionId,
        SubjectId = SubjectId,
        SubjectUserId = SubjectUserId,
    };
}
