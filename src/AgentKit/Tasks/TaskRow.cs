using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>tasks</c> with its steps as JSON, as Dapper maps it by name.</summary>
internal record TaskRow
{
    public Guid TaskId { get; init; }

    public string? UserId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? RunId { get; init; }

    public string Title { get; init; } = "";

    public string? Description { get; init; }

    public string Status { get; init; } = "";

    public string? StatusReason { get; init; }

    public int Priority { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? Input { get; init; }

    public string Metadata { get; init; } = "";

    public long FencingToken { get; init; }

    public string? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseExpiresAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string Steps { get; init; } = "";

    public AgentTask ToTask() => new()
    {
        Id = TaskId,
        UserId = UserId,
        SessionId = SessionId,
        RunId = RunId,
        Title = Title,
        Description = Description,
        Status = TaskStatusNames.ParseTask(Status),
        StatusReason = StatusReason,
        Priority = Priority,
        DueAt = DueAt,
        Input = Input is null ? null : ToolPayload.Read(Input),
        Metadata = StoredJson.ReadObject(Metadata),
        FencingToken = FencingToken,
        Worker = LeaseOwner,
        LeaseExpiresAt = LeaseExpiresAt,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        Steps = TaskStepReader.Read(Steps),
    };

    /// <summary>The lease on it; for a row that has just been claimed.</summary>
    public TaskLease ToLease() => new(TaskId, FencingToken, LeaseOwner!, LeaseExpiresAt.GetValueOrDefault());
}
