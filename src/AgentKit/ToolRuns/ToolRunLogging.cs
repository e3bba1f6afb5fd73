using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>What the tool run log tells the host's log: where its own record has a gap. Names ids, never inputs or outputs.</summary>
internal static partial class ToolRunLogging
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Error,
        Message = "Tool {ToolName} ended as {Status}, but that could not be logged: tool run {ToolRunId} stays running until a sweep marks it")]
    public static partial void EndNotLogged(ILogger logger, Exception exception, string toolName, ToolRunStatus? status, Guid toolRunId);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning,
        Message = "Tool {ToolName} succeeded, but its output was not logged with tool run {ToolRunId}: it {Problem}")]
    public static partial void OutputNotLogged(ILogger logger, string toolName, Guid toolRunId, string problem);
}
