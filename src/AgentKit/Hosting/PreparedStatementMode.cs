namespace AgentKit;

/// <summary>
/// Whether statements are prepared on the server, which about doubles the throughput of a direct connection, and behind a pooler in
/// transaction mode can run another application's statement. It concerns the data source that AgentKit builds; a host's own keeps its setting.
/// </summary>
public enum PreparedStatementMode
{
    /// <summary>On for a direct connection, off behind a pooler; found out at start and written to the log.</summary>
    Automatic = 0,

    /// <summary>
    /// Always: for a pooler that keeps prepared statements apart, and one client's <c>DEALLOCATE ALL</c> from the others, such as PgBouncer 1.22 and later
    /// with <c>max_prepared_statements</c>.
    /// </summary>
    On = 1,

    /// <summary>Never.</summary>
    Off = 2,
}
