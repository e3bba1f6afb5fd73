namespace AgentKit;

/// <summary>
/// What was committed to sessions, in order and without gaps: for a user interface that follows a conversation, a projection, a webhook, a
/// cache. The commits themselves are the feed; there is no second log that could say something else.
/// </summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each read is one network round trip. Its rules:</para>
/// <list type="number">
/// <item>Every commit is a change, the creation of a session included, however it came about; a change is seen once per reader. What deletes
/// rows (erasure, retention) is no commit and is not in the feed.</item>
/// <item>Changes of one session come in the order of their versions, also in the feed of a workspace. Those of different sessions come about
/// in the order in which their transactions began to write. None is missed, in whatever order the transactions end.</item>
/// <item>A workspace is read only up to the oldest transaction that still writes, in any database of the server. A transaction that stays open
/// delays the feed of a workspace for as long, and never makes it lose anything. So does a transaction that was prepared and forgotten, and a
/// decision of <see cref="ISessionStore.UpdateAsync(AgentScope, Guid, Func{SessionSnapshot, SessionCommit?}, CancellationToken)"/> while it
/// holds the row lock. The feed of one session waits for nobody.</item>
/// <item>A watcher holds one page in memory and no connection. It reads on when its consumer has taken what was read, so a slow consumer slows
/// down nobody else.</item>
/// <item>A watcher outlives passing failures: it tries again for as long as it is watched, with growing delays of up to 30 seconds, and logs
/// when it begins to and when it is over.</item>
/// <item>Delivery is at least once for a consumer that stores <see cref="SessionChange.Cursor"/> after its work, and exactly once for one that
/// stores it in the same transaction.</item>
/// </list>
/// <para>Changes are polled for, see <see cref="AgentKitOptions.ChangePollInterval"/>; those that this process commits are looked for at
/// once, and with <see cref="AgentKitOptions.NotifyChanges"/> those of others, too. What a scope may not see is not in its feed. A user's
/// watch of a workspace reads past the changes of other users: for one conversation, watch its session.</para>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range, <see cref="ChangeFeedException"/> for a
/// database that was restored without saying so, <see cref="DatabaseException"/> for an unexpected answer, and
/// <see cref="OperationCanceledException"/>. Reads throw <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all
/// retries; watches do not. A watch throws <see cref="ObjectDisposedException"/> when the host's services are disposed under it.</para>
/// </remarks>
public interface IChangeFeed
{
    /// <summary>One page of the changes of a workspace, for hosts that keep the cursor and the pace themselves.</summary>
    /// <param name="scope">Who reads; the page holds what this scope may see.</param>
    /// <param name="after">Where to go on: <see cref="ChangePage.Next"/> of the page before, <see cref="SessionChange.Cursor"/> of a change of
    /// a workspace, or <see cref="ChangeCursor.Beginning"/>. <see langword="null"/> is now: the page is empty, and its cursor leads to what is
    /// committed from now on.</param>
    /// <param name="limit">1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangePage> ReadAsync(AgentScope scope, string? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>One page of the changes of a session, in the order of its versions; empty where there is nothing new.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="afterVersion">Changes with a greater version; 0, the default, starts at the creation.</param>
    /// <param name="limit">1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    Task<IReadOnlyList<SessionChange>> ReadAsync(
        AgentScope scope, Guid sessionId, long afterVersion = 0, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>The changes of a workspace, and then those to come; it ends only by cancellation or with an error.</summary>
    /// <param name="scope">Who watches; the feed holds what this scope may see.</param>
    /// <param name="after">Where to go on, as for <see cref="ReadAsync(AgentScope, string?, int, CancellationToken)"/>.
    /// <see langword="null"/>, the default, is the moment of the first read: nothing that is committed later is missed, and what was committed
    /// shortly before may be seen, if an older transaction was still open.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<SessionChange> WatchAsync(AgentScope scope, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>The changes of a session, and then those to come; it ends only by cancellation or with an error.</summary>
    /// <param name="scope">Who watches.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="afterVersion">Changes with a greater version: <see cref="Session.Version"/> of the session as the caller knows it,
    /// <see cref="SessionChange.Version"/> of the last change seen, or 0 for all. <see langword="null"/>, the default, is the version at the
    /// first read.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see: at the first read, or later, when it
    /// was deleted.</exception>
    IAsyncEnumerable<SessionChange> WatchAsync(
        AgentScope scope, Guid sessionId, long? afterVersion = null, CancellationToken cancellationToken = default);
}
