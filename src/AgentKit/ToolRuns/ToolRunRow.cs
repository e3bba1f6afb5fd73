namespace AgentKit;

/// <summary>A row of <c>tool_runs</c>, as Dapper maps it by name.</summary>
internal record ToolRunRow
{
    public Guid ToolRunId { get; init; }

    public Guid SessionId { get; init; }

    public string? UserId { get; init; }

    public Guid? RunId { get; init; }

    public long? TurnNumber { get; init; }

    public string? ToolUseId { get; init; }

    public string ToolName { get; init; } = "";

    public string Status { get; init; } = "";

    public int Attempt { get; init; }

    public string Input { get; init; } = "";

    public string? Output { get; init; }

    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    public string? Worker { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public ToolRun ToToolRun() => new()
    {
        Id = ToolRunId,
        SessionId = SessionId,
        UserId = UserId,
        RunId = RunId,
        TurnNumber = TurnNumber,
        ToolUseId = ToolUseId,
        ToolName = ToolName,
        Status = ToolRunStatusNames.Parse(Status),
        Attempt = Attempt,
        Input = ToolPayload.Read(Input),
        Output = Output is null ? null : ToolPayload.Read(Output),
        Error = ErrorType is null ? null : new ToolError(ErrorType, ErrorMessage),
        Worker = Worker,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
    };
}
