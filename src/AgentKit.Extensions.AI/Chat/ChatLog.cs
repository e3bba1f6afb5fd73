using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>What chat clients tell the host's log. Names ids, never content.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Warning,
        Message = "A reply in session {SessionId} cannot be stored as it is ({Problem}): operation {OperationId} stores what can be")]
    public static partial void ReplyFitted(ILogger logger, Guid sessionId, Guid operationId, string problem);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "The cost of a reply in session {SessionId} is not known: it is kept as 0")]
    public static partial void NoCost(ILogger logger, Exception? exception, Guid sessionId);
}
