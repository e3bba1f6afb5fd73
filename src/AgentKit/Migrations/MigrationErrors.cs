using AgentKit.Infrastructure;
using Npgsql;

namespace AgentKit;

/// <summary>
/// Turns what Npgsql throws while the schema is changed into the errors of the library. The inner exception has the details.
/// </summary>
internal static class MigrationErrors
{
    /// <param name="exception">What was thrown.</param>
    /// <param name="version">The migration that was under way, or none.</param>
    public static AgentKitException Translate(Exception exception, int? version)
    {
        if (exception is not PostgresException refused
            || SqlStates.IsTransient(refused.SqlState)
            || SqlStates.IsRefusedLogin(refused.SqlState))
        {
            return DatabaseErrors.Translate(exception);
        }

        var hint = IsMissingRight(exception)
            ? " The login must own the schema; a migration that touches rows must lift FORCE ROW LEVEL SECURITY meanwhile."
            : "";
        return new MigrationException(
            version, $"PostgreSQL answered with SQLSTATE {refused.SqlState}; nothing of it remains.{hint}", refused);
    }

    /// <summary>A right that the login lacks has the SQLSTATE of a row that a policy refuses.</summary>
    public static bool IsMissingRight(Exception exception) => exception is PostgresException { SqlState: SqlStates.RowSecurity };
}
