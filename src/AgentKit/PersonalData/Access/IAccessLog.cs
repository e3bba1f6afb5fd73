namespace AgentKit;

/// <summary>What admins have looked at, for the auditor; recorded where <see cref="AgentKitOptions.AuditAdminReads"/> is on.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip.</para>
/// <para>A record is written in the transaction of the call that it is about: where it cannot be written, the call fails and answers nothing.
/// It costs no round trip. Nobody can change a record, and only a service can remove one, which <see cref="IRetention"/> does; the database
/// enforces both. A call that is sent again after a lost connection is recorded once. Definitions of agents that are served from memory are
/// no calls.</para>
/// </remarks>
public interface IAccessLog
{
    /// <summary>One page of the records of the workspace, the latest first. Asked by an admin, it is recorded itself.</summary>
    /// <param name="scope">An admin or a service; a user sees none.</param>
    /// <param name="filter">Which ones. Default: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">A value of the filter is outside its stated range.</exception>
    /// <exception cref="DatabaseUnavailableException">PostgreSQL stays unreachable through all retries.</exception>
    Task<Page<AccessRecord>> ListAsync(AgentScope scope, AccessFilter? filter = null, CancellationToken cancellationToken = default);
}
