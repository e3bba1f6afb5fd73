using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>What is told the host's log about tools. Names, never inputs or outputs.</summary>
internal static partial class ToolLog
{
    [LoggerMessage(EventId = 410, Level = LogLevel.Warning,
        Message = "Agent {AgentId} lists the tool {ToolName}, which this host does not have: it is not offered to the model")]
    public static partial void ToolMissing(ILogger logger, string agentId, string toolName);
}
