namespace AgentKit;

/// <summary>The settings of users, over defaults of their workspace.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip.</para>
/// <para>Without a user id, the user of the scope is meant. A user reads and writes their own preferences, an admin reads everybody's, a
/// service reads and writes everybody's. The defaults of a workspace are read by everybody in it and written by a service.</para>
/// <para>Nobody has to be registered: a user who has set nothing has the defaults.</para>
/// <para>Concurrency and repetition:</para>
/// <list type="number">
/// <item>A change is one statement that reads nothing first: changes of different fields and keys at the same time are all kept; of the same
/// one, the later is.</item>
/// <item>A change says what is to be, not by how much: applied twice, it comes to the same. One that is sent again because the connection was
/// lost may have been applied before; it then follows, and overrides, what somebody else set in between.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range, and where neither the scope nor the caller
/// names a user, before anything is sent; <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries,
/// <see cref="DatabaseException"/> for an unexpected answer, and <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface IPreferenceStore
{
    /// <summary>What holds for a user.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="userId">Whose, 1 to 200 characters; by default the user of the scope.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AccessDeniedException">A user asks for somebody else's.</exception>
    Task<Preferences> GetAsync(AgentScope scope, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Changes what a user has set.</summary>
    /// <param name="scope">Who changes it.</param>
    /// <param name="change">What is to change; one that changes nothing is allowed.</param>
    /// <param name="userId">Whose, 1 to 200 characters; by default the user of the scope.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What holds afterwards.</returns>
    /// <exception cref="AccessDeniedException">They are somebody else's and the scope is not that of a service.</exception>
    Task<Preferences> UpdateAsync(
        AgentScope scope, PreferenceChange change, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets all that a user has set: the defaults hold again.</summary>
    /// <param name="scope">Who resets it.</param>
    /// <param name="userId">Whose, 1 to 200 characters; by default the user of the scope.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What holds afterwards.</returns>
    /// <exception cref="AccessDeniedException">They are somebody else's and the scope is not that of a service.</exception>
    Task<Preferences> ResetAsync(AgentScope scope, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>What the workspace has set for all of its users.</summary>
    Task<PreferenceLayer> GetDefaultsAsync(AgentScope scope, CancellationToken cancellationToken = default);

    /// <summary>Changes what the workspace sets for all of its users. Seen by their next call.</summary>
    /// <returns>The defaults afterwards.</returns>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<PreferenceLayer> UpdateDefaultsAsync(
        AgentScope scope, PreferenceChange change, CancellationToken cancellationToken = default);
}
