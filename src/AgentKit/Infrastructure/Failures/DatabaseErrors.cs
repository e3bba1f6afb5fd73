using System.Data;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Polly;
using Polly.Timeout;

namespace AgentKit.Infrastructure;

/// <summary>Turns what Npgsql, Dapper and the network throw into the errors of the library. Messages name statements, never values.</summary>
internal static class DatabaseErrors
{
    /// <summary>Whether an exception is one that must not leave the library as it is.</summary>
    public static bool IsForeign(Exception exception) =>
        exception is NpgsqlException or DataException or SocketException or IOException or TimeoutException || IsOutOfTurn(exception);

    public static AgentKitException Translate(Exception exception, AgentScope scope, ReadOnlySpan<Statement> statements)
    {
        if (exception is not PostgresException refused)
        {
            return Translate(exception);
        }

        var violated = refused.SqlState == SqlStates.RowSecurity ? Constraints.RowSecurity : refused.ConstraintName;
        foreach (var statement in statements)
        {
            if (statement.ErrorFor(violated) is { } violation)
            {
                return violation;
            }
        }

        return violated == Constraints.RowSecurity
            ? new AccessDeniedException(scope.Access, "write", "rows that belong to somebody else")
            : Translate(refused);
    }

    /// <summary>A pipeline gave a call up: its time is over, or a circuit of the host's is open.</summary>
    public static DatabaseUnavailableException Rejected(ExecutionRejectedException rejected, string what) =>
        new(
            rejected is TimeoutRejectedException late
                ? $"No answer to {what} within {late.Timeout}."
                : $"The host's resilience pipeline gave {what} up.",
            sqlState: null,
            rejected);

    /// <summary>The same for what is not a call of a store: connecting, migrating, checking.</summary>
    public static AgentKitException Translate(Exception exception) => exception switch
    {
        PostgresException refused when SqlStates.IsRefusedLogin(refused.SqlState) =>
            new DatabaseException(
                $"PostgreSQL refused the connection ({refused.SqlState}): check host, database, user and password of the connection string.",
                refused.SqlState,
                refused),
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } refused =>
            new DatabaseUnavailableException(
                $"A connection pooler broke off with SQLSTATE {refused.SqlState}: it cannot reach its server, or it refuses host, database, user or "
                    + "password of the connection string.",
                refused.SqlState,
                refused),
        PostgresException refused when SqlStates.IsTransient(refused.SqlState) =>
            new DatabaseUnavailableException(
                $"PostgreSQL broke off with SQLSTATE {refused.SqlState}.{(SqlStates.RemedyFor(refused.SqlState) is { } remedy ? $" {remedy}" : "")}",
                refused.SqlState,
                refused),
        PostgresException refused =>
            new DatabaseException(
                $"PostgreSQL answered with SQLSTATE {refused.SqlState}{Named("constraint", refused.ConstraintName)}"
                    + $"{Named("table", refused.TableName)}.",
                refused.SqlState,
                refused),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            new DatabaseUnavailableException(
                "PostgreSQL did not answer in time, or no connection of the pool became free: raise Maximum Pool Size of the connection string, or make "
                    + "fewer calls at once.",
                sqlState: null,
                exception),
        NpgsqlException { InnerException: null or AuthenticationException } refused =>
            new DatabaseException(
                "A connection to PostgreSQL could not be set up: check user, password and SSL settings of the connection string.",
                sqlState: null,
                refused),
        NpgsqlException or SocketException or IOException =>
            new DatabaseUnavailableException(
                "PostgreSQL cannot be reached, or the connection was lost: check that the server runs and that the connection string names it.",
                sqlState: null,
                exception),
        _ when IsOutOfTurn(exception) =>
            new DatabaseUnavailableException(
                "An answer came out of turn, and the connection was given up: a statement had failed on it while it was prepared.",
                sqlState: null,
                exception),
        _ => new DatabaseException("An answer of PostgreSQL could not be read.", sqlState: null, exception),
    };

    /// <summary>
    /// What Npgsql throws, of no other type, for a message that it does not expect; it breaks the connection then. That happens after a statement that was
    /// being prepared failed when it was already parsed (its lock was not free in time, or the call was cancelled): Npgsql takes it for one without rows.
    /// </summary>
    private static bool IsOutOfTurn(Exception exception) => exception.GetType() == typeof(Exception);

    private static string Named(string what, string? name) => name is null ? "" : $", {what} {name}";
}
