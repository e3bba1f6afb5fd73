using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>The sessions of a workspace: their turns, their state, and every change of them.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise.</para>
/// <para>There is one way in which a session changes, the commit. Its rules:</para>
/// <list type="number">
/// <item>A commit raises <see cref="Session.Version"/> by exactly one and numbers its turns on from the last, without gaps, whoever else writes.</item>
/// <item>A commit on a stale version changes nothing and throws <see cref="VersionConflictException"/>.</item>
/// <item>A commit whose operation id was applied before writes nothing and returns the session as that operation left it.</item>
/// <item>A commit that lost its connection is sent again under its operation id, so it is applied once.</item>
/// <item>After an exception that is none of the library's own (cancellation, say) it is unknown whether the commit was applied; the same commit
/// sent again tells.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. The first call of a process also throws what its start would throw:
/// <see cref="IsolationException"/> and <see cref="SchemaVersionException"/>.</para>
/// <para>What a scope may not see is reported as not found; what it sees and may not write as <see cref="AccessDeniedException"/>.</para>
/// </remarks>
public partial interface ISessionStore
{
    /// <summary>Creates a session with its state. The same id again returns the session as it was created.</summary>
    /// <exception cref="AgentNotFoundException">The agent is registered neither in the workspace nor by the host.</exception>
    /// <exception cref="InvalidTransitionException">The agent has phases, and the first one given is none of them.</exception>
    /// <exception cref="AlreadyExistsException">Id, slug, or the key of an open conversation is taken by another session.</exception>
    Task<Session> CreateAsync(AgentScope scope, NewSession session, CancellationToken cancellationToken = default);

    /// <summary>
    /// The owner's open session of a conversation with an agent, or a new one: what a webhook needs that knows a phone number or a thread id.
    /// Any number of callers at once get the same session. One round trip where there is one, two where it is created.
    /// </summary>
    /// <param name="scope">Who asks; the session found or created is that of the scope's user, or of nobody.</param>
    /// <param name="session">What is created; <see cref="NewSession.ConversationKey"/> is required. Give a new one
    /// each time: under an id that was used before, what comes back is that session as it was created, even if it is closed now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AgentNotFoundException">A session is to be created, and the agent is registered neither in the workspace nor by the
    /// host.</exception>
    /// <exception cref="InvalidTransitionException">A session is to be created in a phase that the agent does not have.</exception>
    /// <exception cref="AlreadyExistsException">A session is to be created, and its id or slug is taken by another one.</exception>
    Task<Session> GetOrCreateAsync(AgentScope scope, NewSession session, CancellationToken cancellationToken = default);

    /// <summary>Reads a session.</summary>
    /// <exception cref="SessionNotFoundException">There is none that the scope may see.</exception>
    Task<Session> GetAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>Reads a session, or returns <see langword="null"/> where there is none that the scope may see.</summary>
    Task<Session?> FindAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>The open session of a conversation with an agent, or <see langword="null"/>. A closed or archived one is not found.</summary>
    /// <remarks>A user's scope finds the user's own session; a service that acts for nobody, and an admin, the latest one of any user.</remarks>
    Task<Session?> FindByConversationKeyAsync(
        AgentScope scope, string conversationKey, string agentId, CancellationToken cancellationToken = default);

    /// <summary>The session with a slug, or <see langword="null"/>.</summary>
    Task<Session?> FindBySlugAsync(AgentScope scope, string slug, CancellationToken cancellationToken = default);

    /// <summary>A session with its state, at one version.</summary>
    /// <exception cref="SessionNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="DatabaseException">Another writer has left a state that this library would not write, such as a number for a time; the
    /// message names the column. Decisions are not made on it, and so <c>UpdateAsync</c> throws it, too.</exception>
    Task<SessionSnapshot> GetSnapshotAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>One page of the sessions that the scope may see.</summary>
    /// <remarks>Pages are cut by key, so sessions created meanwhile shift nothing. By last activity, a session that becomes active while pages
    /// are read moves to the front and may be missed or seen twice.</remarks>
    Task<Page<Session>> ListAsync(AgentScope scope, SessionFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Applies a commit that was decided on <paramref name="session"/>, under its version.</summary>
    /// <param name="scope">Who commits.</param>
    /// <param name="session">The session as the caller knows it.</param>
    /// <param name="commit">What changes.</param>
    /// <param name="cancellationToken">Cancels the call; whether the commit was applied is then unknown.</param>
    /// <returns>The session after the commit.</returns>
    /// <exception cref="VersionConflictException">Somebody else committed first; nothing was changed.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived, and the commit does not reopen it.</exception>
    /// <exception cref="RunNotFoundException">The session has no run as named by <see cref="SessionCommit.Run"/>.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="InvalidTransitionException">The agent's definition does not allow the phase after the current one.</exception>
    /// <exception cref="AgentNotFoundException">The agent that is to be active, or whose phases are to be checked, is not registered.</exception>
    /// <exception cref="AlreadyExistsException">The session is reopened, or given to another agent, while another one holds its conversation
    /// key.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="TurnNotFoundException">The commit takes back, or summarises, turns that the session does not have.</exception>
    /// <exception cref="ToolCallSplitException">The commit's summary ends between a tool call and its result.</exception>
    Task<Session> CommitAsync(AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies a commit on whatever version the session has: for changes that depend on no decision. Up to ten times as fast as a versioned
    /// commit where many write to one session.
    /// </summary>
    /// <remarks>It may not set <see cref="SessionCommit.Phase"/>, <see cref="SessionCommit.AgentId"/>, <see cref="SessionCommit.RewindTo"/> or
    /// <see cref="SessionCommit.Summary"/>, which depend on what is there.</remarks>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived, and the commit does not reopen it.</exception>
    /// <exception cref="RunNotFoundException">The session has no run as named by <see cref="SessionCommit.Run"/>.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="AlreadyExistsException">The session is reopened, or given to another agent, while another one holds its conversation
    /// key.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    Task<Session> AppendAsync(AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>Loads the session, lets the caller decide, and commits; after a conflict it reloads and asks again.</summary>
    /// <remarks>
    /// <para>Concurrency: updates of one session wait for each other inside the process, so that decisions are not made in vain; between processes
    /// the version decides, with exponential backoff and jitter, and after some conflicts a row lock that makes sure of progress
    /// (<see cref="ResilienceOptions.ConflictsBeforeLock"/>). Two round trips without conflicts.</para>
    /// <para>A decision must not change the same session itself: the change would wait for the decision's own end, or make it stale, and throws
    /// instead. It may use other stores, at the price of a second connection while the row lock is held.</para>
    /// </remarks>
    /// <param name="scope">Who updates.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="decide">Makes a commit out of the current session and state, or returns <see langword="null"/> to change nothing. Called
    /// once per attempt, always with what is stored now.</param>
    /// <param name="cancellationToken">Cancels waiting, loading and committing.</param>
    /// <returns>The session after the commit, or as it was loaded if nothing was to change.</returns>
    /// <exception cref="VersionConflictException">All attempts were lost to others.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived, and the commit does not reopen it.</exception>
    /// <exception cref="RunNotFoundException">The session has no run as named by <see cref="SessionCommit.Run"/>.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="InvalidTransitionException">The agent's definition does not allow the phase after the current one.</exception>
    /// <exception cref="AgentNotFoundException">The agent that is to be active, or whose phases are to be checked, is not registered.</exception>
    /// <exception cref="AlreadyExistsException">The session is reopened, or given to another agent, while another one holds its conversation
    /// key.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="TurnNotFoundException">The commit takes back, or summarises, turns that the session does not have.</exception>
    /// <exception cref="ToolCallSplitException">The commit's summary ends between a tool call and its result.</exception>
    /// <exception cref="InvalidOperationException">Called from within a decision about the same session.</exception>
    Task<Session> UpdateAsync(
        AgentScope scope, Guid sessionId, Func<SessionSnapshot, SessionCommit?> decide, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="UpdateAsync(AgentScope, Guid, Func{SessionSnapshot, SessionCommit?}, CancellationToken)"/>
    Task<Session> UpdateAsync(
        AgentScope scope,
        Guid sessionId,
        Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> decide,
        CancellationToken cancellationToken = default);

    /// <summary>Notes an intent; a name that was seen before changes nothing. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> AddIntentSeenAsync(AgentScope scope, Guid sessionId, IntentSeen intent, CancellationToken cancellationToken = default);

    /// <summary>Notes that a template was sent. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> AddTemplateSentAsync(AgentScope scope, Guid sessionId, TemplateSent template, CancellationToken cancellationToken = default);

    /// <summary>Merges captured data by key. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> MergeCapturedDataAsync(
        AgentScope scope, Guid sessionId, JsonObject data, CancellationToken cancellationToken = default);

    /// <summary>Ends a session. Its conversation key is free again. An <see cref="AppendAsync"/> with its errors.</summary>
    /// <param name="scope">Who closes.</param>
    /// <param name="sessionId">An open session.</param>
    /// <param name="reason">1 to 500 characters, or none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Session> CloseAsync(AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Hands an open session off to a person; turns are still recorded. An <see cref="AppendAsync"/> with its errors.</summary>
    /// <param name="scope">Who hands off.</param>
    /// <param name="sessionId">An open session.</param>
    /// <param name="reason">1 to 500 characters, or none.</param>
    /// <param name="assignedTo">The person or queue, 1 to 500 characters, or none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Session> HandOffAsync(
        AgentScope scope, Guid sessionId, string? reason = null, string? assignedTo = null, CancellationToken cancellationToken = default);

    /// <summary>Signals that nothing new is to be started; work in flight may still commit. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> PauseAsync(AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a session, open or closed, and puts it out of the way. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> ArchiveAsync(AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a session active again, whatever its status. An <see cref="AppendAsync"/> with its errors.</summary>
    Task<Session> ReopenAsync(AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Count and sums of a session as they are now, without reading its turns; a <see cref="Session"/> carries those of its version.</summary>
    /// <exception cref="SessionNotFoundException">There is none that the scope may see.</exception>
    Task<SessionTotals> GetTotalsAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>One page of turns, in order.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has no turns.</param>
    /// <param name="afterNumber">Turns with a greater number; 0, the default, starts at the first.</param>
    /// <param name="limit">1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Turn>> GetTurnsAsync(
        AgentScope scope, Guid sessionId, long afterNumber = 0, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>The last turns, in order.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has no turns.</param>
    /// <param name="count">1 to 1,000.</param>
    /// <param name="wholeToolCalls">Whether to begin early enough that no tool result stands without the turn that asked for it; then more than
    /// <paramref name="count"/> turns may come back. It relies on what providers ask for: the results of a turn's tool calls follow it directly.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Turn>> GetLastTurnsAsync(
        AgentScope scope, Guid sessionId, int count, bool wholeToolCalls = false, CancellationToken cancellationToken = default);

    /// <summary>All turns after a number, in order, read by pages while they are consumed; turns appended meanwhile are included.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has no turns.</param>
    /// <param name="afterNumber">Turns with a greater number; 0, the default, starts at the first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    IAsyncEnumerable<Turn> StreamTurnsAsync(
        AgentScope scope, Guid sessionId, long afterNumber = 0, CancellationToken cancellationToken = default);
}
