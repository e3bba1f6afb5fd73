using AgentKit.Infrastructure;
using Npgsql;

namespace AgentKit;

/// <summary>Turns what Npgsql throws while the schema is changed into the errors of the library. The inner exception has the details.</summary>
internal static class MigrationErrors
{
    /// <param name="exception">What was thrown.</param>
    /// <param name="version">The migration that was under way, or none.</param>
    public static AgentKitException Translate(Exception exception, int? version)
    {
        if (exception is not PostgresException refused || SqlStates.IsTransient(refused.SqlState) || SqlStates.IsRefusedLogin(refused.SqlState))
            return DatabaseErrors.Translate(exception);

        var hint = IsMissingRight(exception)
            ? " The login lacks a right: it must own the schema; or the owner or a database administrator applies the migrations."
            : "";
        return new MigrationException(version, $"PostgreSQL answered with SQLSTATE {refused.SqlState}; nothing of it remains.{hint}", refused);
    }

    public static bool IsMissingRight(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };
}
