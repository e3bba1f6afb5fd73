using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>All that the library knows about SQLSTATEs.</summary>
internal static class SqlStates
{
    /// <summary>Raised for a row that a policy refuses; the rights of the application role are checked at start.</summary>
    public const string RowSecurity = PostgresErrorCodes.InsufficientPrivilege;

    public const string UndefinedTable = PostgresErrorCodes.UndefinedTable;

    public const string UndefinedSchema = PostgresErrorCodes.InvalidSchemaName;

    /// <summary>What <c>set_config('role', …)</c> answers for a role that does not exist.</summary>
    public const string UnknownRole = PostgresErrorCodes.InvalidParameterValue;

    /// <summary>A row refers to one that is not there, also by a reference that is checked at the end of the transaction.</summary>
    public const string ForeignKeyViolation = PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>What a cast answers for the name of an object that does not exist, such as a text search configuration.</summary>
    public const string UndefinedObject = PostgresErrorCodes.UndefinedObject;

    /// <summary>How a statement of a batch says that what has to hold for all of it does not: it divides by the number of rows that it found.</summary>
    public const string NothingToDivideBy = PostgresErrorCodes.DivisionByZero;

    /// <summary>Whether the same call may succeed when it is sent again.</summary>
    public static bool IsTransient(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal)        // connection exceptions
        || sqlState.StartsWith("53", StringComparison.Ordinal)     // too many connections, out of memory or disk
        || sqlState.StartsWith("57P", StringComparison.Ordinal)    // server shutting down, crashed, starting up, idle session ended
        || sqlState is
            PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled                    // statement_timeout, or an administrator
            or PostgresErrorCodes.ReadOnlySqlTransaction           // a standby, during a failover
            or "25P03" or "25P04";                                 // a transaction that was idle, or open, for too long

    /// <summary>What a person can do about a state that passes by itself only if it is about to; <see langword="null"/> where nothing is to be done.</summary>
    public static string? RemedyFor(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "The server takes no writes: it is a standby (connect to the primary), or default_transaction_read_only is on.",
        PostgresErrorCodes.DiskFull => "Its disk is full: make room.",
        PostgresErrorCodes.OutOfMemory => "It is out of memory.",
        PostgresErrorCodes.TooManyConnections => "It takes no more connections: raise max_connections, or lower Maximum Pool Size in the connection strings.",
        PostgresErrorCodes.QueryCanceled => "An administrator canceled the statement, or statement_timeout is shorter than it takes.",
        PostgresErrorCodes.LockNotAvailable => "A row was not free within lock_timeout.",
        "25P03" or "25P04" => "idle_in_transaction_session_timeout or transaction_timeout is shorter than the decision of an update, or an erasure, takes.",
        _ => null,
    };

    /// <summary>Whether a value cannot be what it is said to be, breaks a rule of its table, or is too large for it.</summary>
    public static bool IsAboutData(string sqlState) =>
        sqlState.StartsWith("22", StringComparison.Ordinal)        // data exceptions
        || sqlState.StartsWith("23", StringComparison.Ordinal)     // constraints
        || sqlState.StartsWith("54", StringComparison.Ordinal);    // program limits: too long for an index

    /// <summary>
    /// Whether a statement can fail so before it is carried out. Only then constraints are looked at, rows that were found are divided by, and policies asked
    /// about a new row.
    /// </summary>
    public static bool MayComeWhilePreparing(PostgresException refused) =>
        refused is not ({ SqlState: NothingToDivideBy } or { SqlState: RowSecurity, Routine: "ExecWithCheckOptions" })
        && !refused.SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>Whether PostgreSQL refused the connection for a reason that another try does not mend.</summary>
    public static bool IsRefusedLogin(string sqlState) =>
        sqlState.StartsWith("28", StringComparison.Ordinal)        // wrong password, no such role, pg_hba
        || sqlState == PostgresErrorCodes.InvalidCatalogName;      // no such database
}
