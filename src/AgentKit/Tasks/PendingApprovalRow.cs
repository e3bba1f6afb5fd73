namespace AgentKit;

/// <summary>A row of <c>tasks/list_pending_approvals</c>, as Dapper maps it by name.</summary>
internal sealed record PendingApprovalRow
{
    public Guid TaskId { get; init; }

    public string TaskTitle { get; init; } = "";

    public string? TaskDescription { get; init; }

    public string? UserId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? RunId { get; init; }

    public int Priority { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public int StepNumber { get; init; }

    public string StepTitle { get; init; } = "";

    public int Attempt { get; init; }

    public string? ToolName { get; init; }

    public string? Input { get; init; }

    public DateTimeOffset WaitingSince { get; init; }

    public PendingApproval ToApproval() => new()
    {
        TaskId = TaskId,
        TaskTitle = TaskTitle,
        TaskDescription = TaskDescription,
        UserId = UserId,
        SessionId = SessionId,
        RunId = RunId,
        Priority = Priority,
        DueAt = DueAt,
        StepNumber = StepNumber,
        StepTitle = StepTitle,
        Attempt = Attempt,
        ToolName = ToolName,
        Input = Input is null ? null : ToolPayload.Read(Input),
        WaitingSince = WaitingSince,
    };
}
