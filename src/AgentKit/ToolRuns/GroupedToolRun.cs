namespace AgentKit;

/// <summary>The start or the record of a tool run that may travel with others, checked. One of an agent's run goes by itself.</summary>
internal sealed class GroupedToolRun(AgentScope scope, Guid toolRunId, Guid sessionId, string toolName, string input, string? output)
    : GroupMember(scope, toolRunId, input.Length + (output?.Length ?? 0))
{
    public override Guid? SessionId => sessionId;

    public string ToolName => toolName;

    public string Input => input;

    public string? Output => output;

    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required long? TurnNumber { get; init; }

    public required int Attempt { get; init; }

    public required string? ToolUseId { get; init; }

    public ToolError? Error { get; init; }

    public static GroupedToolRun Of(AgentScope scope, NewToolRun toolRun, DateTimeOffset now, int limit) =>
        new(scope, toolRun.Id, toolRun.SessionId, toolRun.ToolName, ToolPayload.Write(toolRun.Input, limit, nameof(toolRun.Input)), output: null)
        {
            Status = ToolRunStatusNames.Of(ToolRunStatus.Running),
            CreatedAt = now.ToUniversalTime(),
            StartedAt = now.ToUniversalTime(),
            TurnNumber = toolRun.TurnNumber,
            Attempt = toolRun.Attempt,
            ToolUseId = toolRun.ToolUseId,
        };

    public static GroupedToolRun Of(AgentScope scope, CompletedToolRun toolRun, ToolRunStatus status, DateTimeOffset now, int limit)
    {
        var error = toolRun.Error is null ? null : ToolErrorText.Check(toolRun.Error);
        return new(
            scope,
            toolRun.Id,
            toolRun.SessionId,
            toolRun.ToolName,
            ToolPayload.Write(toolRun.Input, limit, nameof(toolRun.Input)),
            toolRun.Output is { } output ? ToolPayload.Write(output, limit, nameof(toolRun.Output)) : null)
        {
            Status = ToolRunStatusNames.Of(status),
            CreatedAt = now.ToUniversalTime(),
            StartedAt = toolRun.StartedAt.ToUniversalTime(),
            CompletedAt = (toolRun.StartedAt + toolRun.Duration).ToUniversalTime(),
            TurnNumber = toolRun.TurnNumber,
            Attempt = toolRun.Attempt,
            ToolUseId = toolRun.ToolUseId,
            Error = error,
        };
    }
}
