namespace AgentKit;

/// <summary>Removes what has been kept for long enough.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. It works in batches, each one round trip and one short transaction, but for sessions: those go whole, a long
/// one or several short ones in one transaction. Any number of workers may apply the same policy at once: what one of them is removing the
/// others pass over.</para>
/// <para>It works within one workspace, as everything does. Which workspaces there are, the host knows.</para>
/// <para>A session that is reopened or written to before its turn comes, stays. Who comes after that waits for the removal and then finds no
/// session.</para>
/// </remarks>
public interface IRetention
{
    /// <summary>Removes rows of the whole workspace that are older than the policy allows, the oldest first.</summary>
    /// <param name="scope">A service.</param>
    /// <param name="policy">What is kept for how long.</param>
    /// <param name="cancellationToken">Ends it between two batches too; what is removed stays removed.</param>
    /// <returns>What this call removed; exact, whatever was lost on the way.</returns>
    /// <exception cref="ArgumentException">A value of the policy is outside its stated range.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    /// <exception cref="DatabaseUnavailableException">PostgreSQL stays unreachable through all retries.</exception>
    Task<RetentionReceipt> ApplyAsync(AgentScope scope, RetentionPolicy policy, CancellationToken cancellationToken = default);
}
