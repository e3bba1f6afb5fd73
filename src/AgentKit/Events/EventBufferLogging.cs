using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>What the event buffer tells the host's log. Names workspaces and numbers, never events.</summary>
internal static partial class EventBufferLogging
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Error,
        Message = "{Count} events of workspace {WorkspaceId} could not be written and are lost")]
    public static partial void Lost(ILogger logger, Exception exception, int count, string workspaceId);

    [LoggerMessage(EventId = 601, Level = LogLevel.Warning,
        Message = "{Count} events of workspace {WorkspaceId} could not be written for now; trying again in {Delay}")]
    public static partial void Delayed(ILogger logger, Exception exception, int count, string workspaceId, TimeSpan delay);

    [LoggerMessage(EventId = 602, Level = LogLevel.Error,
        Message = "{Count} events of workspace {WorkspaceId} were not yet written when the time to shut down was over, and are lost")]
    public static partial void Abandoned(ILogger logger, int count, string workspaceId);
}
