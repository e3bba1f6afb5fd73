using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>What migrations tell the host's log.</summary>
internal static partial class MigrationLog
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Applied migration {Version} ({Name}) to the schema {Schema}")]
    public static partial void Applied(ILogger logger, int version, string name, string schema);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Took back migration {Version} ({Name}) of the schema {Schema}")]
    public static partial void TakenBack(ILogger logger, int version, string name, string schema);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "The login {Login} may now become the application role {Role}")]
    public static partial void RoleSetUp(ILogger logger, string login, string role);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "Dropped the schema {Schema} with all its data, to build it anew")]
    public static partial void SchemaDropped(ILogger logger, string schema);
}
