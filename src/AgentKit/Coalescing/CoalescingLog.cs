using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>What coalescing tells the host's log.</summary>
internal static partial class CoalescingLog
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Information,
        Message = "A group of {Count} writes failed as a whole; each of them is now sent by itself")]
    public static partial void GroupFailed(ILogger logger, Exception exception, int count);
}
