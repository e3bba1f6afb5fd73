using Microsoft.Extensions.Logging;

namespace AgentKit.Infrastructure;

/// <summary>What the library tells the host's log about its database.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information,
        Message = "Connected to PostgreSQL {Version} directly; statements are prepared: {Prepared}")]
    public static partial void ConnectedDirectly(ILogger logger, string version, bool prepared);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information,
        Message = "Connected to PostgreSQL {Version} through a connection pooler; statements are prepared: {Prepared}")]
    public static partial void ConnectedThroughPooler(ILogger logger, string version, bool prepared);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning,
        Message = "The host's data source prepares statements automatically, but a connection pooler stands before PostgreSQL: in transaction "
            + "mode another application's statement may run instead. Set Max Auto Prepare=0, unless the pooler keeps prepared statements apart")]
    public static partial void HostPreparesBehindPooler(ILogger logger);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning,
        Message = "The database is at schema version {DatabaseVersion}, this library knows {LibraryVersion}; the newer migrations say that they "
            + "do not break it")]
    public static partial void NewerSchema(ILogger logger, int databaseVersion, int libraryVersion);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning,
        Message = "The login {Login} is a superuser or bypasses row-level security. AgentKit works under the role {Role}, which does not; still, "
            + "an ordinary login is the safer choice")]
    public static partial void PowerfulLogin(ILogger logger, string login, string role);
}
