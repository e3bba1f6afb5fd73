namespace AgentKit;

/// <summary>How far the scope of a call is made known, which the policies of row-level security read: the server alone, or the nodes behind it.</summary>
public enum ScopePropagation
{
    /// <summary>
    /// The server that the library is connected to, which has the rows: any PostgreSQL, also one with partitions, standbys or a pooler. On Citus
    /// the nodes hear of no scope, and show no rows.
    /// </summary>
    Local = 0,

    /// <summary>
    /// Also the nodes of Citus, on whose coordinator <c>sql/citus.sql</c> was run. Each call begins and commits a transaction of its own, still in
    /// one round trip, and enters its scope by the function <c>set_context</c> that the file makes; without the function every call fails. Not
    /// together with <see cref="CoalescingOptions.Enabled"/>: a group has the scopes of several users, which are not passed on.
    /// </summary>
    Citus = 1,
}
