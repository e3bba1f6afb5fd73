namespace AgentKit;

/// <summary>How a tool run ends: a final status with an output or an error, checked and ready to send.</summary>
internal sealed record ToolRunEnd(ToolRunStatus Status, DateTimeOffset At, string? Output = null, ToolError? Error = null);
