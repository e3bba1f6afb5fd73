using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The start or the record of a tool run, checked and written: what is sent of it, by itself or with others.</summary>
internal sealed class ToolRunEntry(
    AgentScope scope, Guid toolRunId, Guid sessionId, string toolName, string input, string? output = null, ToolError? error = null)
    : GroupMember(scope, toolRunId, input.Length + (output?.Length ?? 0) + (error?.Message?.Length ?? 0))
{
    public override Guid? SessionId => sessionId;

    public string ToolName => toolName;

    public string Input => input;

    public string? Output => output;

    public required ToolRunStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required Guid? RunId { get; init; }

    public required long? TurnNumber { get; init; }

    public required int Attempt { get; init; }

    public required string? ToolUseId { get; init; }

    /// <summary>Nobody's, as long as it waits.</summary>
    public string? Worker => Status == ToolRunStatus.Pending ? null : WorkerName.OfThisProcess;

    public ToolError? Error => error;

    public bool IsStart => CompletedAt is null;

    /// <summary>A group does not look for the run of an agent, and makes none wait.</summary>
    public bool MayTravel => RunId is null && Status != ToolRunStatus.Pending;

    public static ToolRunEntry Of(AgentScope scope, NewToolRun toolRun, DateTimeOffset now, int limit)
    {
        ToolRunGuard.Check(toolRun);
        return new(scope, toolRun.Id, toolRun.SessionId, toolRun.ToolName, InputOf(toolRun.Input, limit))
        {
            Status = toolRun.IsPending ? ToolRunStatus.Pending : ToolRunStatus.Running,
            CreatedAt = now.ToUniversalTime(),
            StartedAt = toolRun.IsPending ? null : now.ToUniversalTime(),
            RunId = toolRun.RunId,
            TurnNumber = toolRun.TurnNumber,
            Attempt = toolRun.Attempt,
            ToolUseId = toolRun.ToolUseId,
        };
    }

    public static ToolRunEntry Of(AgentScope scope, CompletedToolRun toolRun, DateTimeOffset now, int limit)
    {
        ToolRunGuard.Check(toolRun);
        var output = toolRun.Output is { } given ? ToolPayload.Write(given, limit, nameof(toolRun.Output)) : null;
        var error = toolRun.Error is null ? null : ToolErrorText.Check(toolRun.Error);
        return new(scope, toolRun.Id, toolRun.SessionId, toolRun.ToolName, InputOf(toolRun.Input, limit), output, error)
        {
            Status = StatusOf(toolRun),
            CreatedAt = now.ToUniversalTime(),
            StartedAt = toolRun.StartedAt.ToUniversalTime(),
            CompletedAt = (toolRun.StartedAt + toolRun.Duration).ToUniversalTime(),
            RunId = toolRun.RunId,
            TurnNumber = toolRun.TurnNumber,
            Attempt = toolRun.Attempt,
            ToolUseId = toolRun.ToolUseId,
        };
    }

    private static string InputOf(JsonElement input, int limit) => ToolPayload.Write(input, limit, nameof(NewToolRun.Input));

    private static ToolRunStatus StatusOf(CompletedToolRun toolRun) => toolRun switch
    {
        { Output: not null } => ToolRunStatus.Succeeded,
        { Error: not null } => ToolRunStatus.Failed,
        _ => ToolRunStatus.Canceled,
    };
}
