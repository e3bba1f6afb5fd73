using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>What the change feed tells the host's log.</summary>
internal static partial class ChangeFeedLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "A watch of changes is interrupted; it is tried again until it works")]
    public static partial void WatchInterrupted(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "A watch of changes goes on where it was interrupted")]
    public static partial void WatchGoesOn(ILogger logger);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Listening for notifications of changes")]
    public static partial void Listening(ILogger logger);

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning,
        Message = "Not listening for notifications of changes: the connection failed. Watchers poll meanwhile; it is tried again until it works")]
    public static partial void ListeningFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 304, Level = LogLevel.Information,
        Message = "Not listening for notifications of changes, because a connection pooler stands before PostgreSQL: watchers poll")]
    public static partial void NotListeningBehindPooler(ILogger logger);

    [LoggerMessage(EventId = 305, Level = LogLevel.Warning,
        Message = "Notifications of changes cannot be sent; it is tried again until it works. Watchers of other processes are late meanwhile")]
    public static partial void NotifyingFailed(ILogger logger, Exception exception);
}
