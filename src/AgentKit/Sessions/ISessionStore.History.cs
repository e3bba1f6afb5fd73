namespace AgentKit;

public partial interface ISessionStore
{
    /// <summary>
    /// What a model is to read: the latest summary and the turns after it, at one version. Turns that the summary stands for are still read by
    /// <see cref="GetTurnsAsync"/>.
    /// </summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has an empty history.</param>
    /// <param name="maxTurns">
    /// How many turns after the summary come back, the last ones: 1 to 1,000; 200 by default. More than that where the first of them would be a
    /// tool result without the turn that asked for it.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SessionHistory> GetHistoryAsync(
        AgentScope scope, Guid sessionId, int maxTurns = 200, CancellationToken cancellationToken = default);

    /// <summary>Takes back the turns after a number. A <see cref="CommitAsync"/> of <see cref="SessionCommit.RewindTo"/>, with its errors.</summary>
    /// <param name="scope">Who takes back.</param>
    /// <param name="session">The session as the caller knows it.</param>
    /// <param name="toTurn">The last turn that stays; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the call; whether it was applied is then unknown.</param>
    /// <returns>The session after the commit.</returns>
    Task<Session> RewindAsync(AgentScope scope, Session session, long toTurn, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes back the last turn. A <see cref="CommitAsync"/> of <see cref="SessionCommit.RewindTo"/>, with its errors;
    /// <see cref="TurnNotFoundException"/> where there is no turn.
    /// </summary>
    /// <param name="scope">Who takes back.</param>
    /// <param name="session">The session as the caller knows it.</param>
    /// <param name="cancellationToken">Cancels the call; whether it was applied is then unknown.</param>
    /// <returns>The session after the commit.</returns>
    Task<Session> PopLastTurnAsync(AgentScope scope, Session session, CancellationToken cancellationToken = default);

    /// <summary>One page of the turns that were taken back, in the order in which that was done, and of one commit by number.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has none.</param>
    /// <param name="after">The last one of the page before; the first page by default.</param>
    /// <param name="limit">1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ArchivedTurn>> GetArchivedTurnsAsync(
        AgentScope scope, Guid sessionId, ArchivedTurn? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a session that begins with turns of another one, copied by the database in one statement. It belongs to the owner of that one,
    /// whoever forks it, so that it is exported and erased with the rest of what is theirs. Who may read it only, may not fork it.
    /// </summary>
    /// <param name="scope">The owner, or a service.</param>
    /// <param name="sessionId">The session to fork; in any status.</param>
    /// <param name="fork">Where to, and under which names. Default: all of it.</param>
    /// <param name="cancellationToken">Cancels the call; with the same id it may be sent again.</param>
    /// <returns>The fork as it was made.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="TurnNotFoundException">It has fewer turns than <see cref="NewFork.AtTurn"/>.</exception>
    /// <exception cref="AlreadyExistsException">Id, slug, or the key of an open conversation is taken by another session.</exception>
    Task<Session> ForkAsync(AgentScope scope, Guid sessionId, NewFork? fork = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks for words in the turns that the scope sees: in their text, in what tools were given and what they answered. Newest sessions first,
    /// and of each its last turns first.
    /// </summary>
    /// <remarks>
    /// <para>A page may hold fewer matches than asked for, even none, and still have a cursor: a call looks at
    /// <see cref="TurnSearch.MaxTurns"/> turns and no more. Turns appended while pages are read are not found by later pages. Where
    /// another writer has stored what no text can hold, half a surrogate pair or U+0000, it is passed over.</para>
    /// <para>No full-text index serves this. PostgreSQL does not let a condition that is not leakproof, such as <c>@@</c>, be answered by an
    /// index before row-level security has hidden the rows of others, so an index on words would be maintained by each commit and used by
    /// none of these calls. What is used is the primary key of the turns, read from the newest on: of one session, of the sessions of one user
    /// (by the index of sessions by user), or of the workspace; each turn is then looked into. On Citus that is one shard, that of the
    /// workspace. An application that searches more than it writes keeps an index of its own, fed from the sessions.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">PostgreSQL has no text search configuration called <see cref="TurnSearch.Language"/>.</exception>
    Task<Page<TurnMatch>> SearchTurnsAsync(AgentScope scope, TurnSearch search, CancellationToken cancellationToken = default);

    /// <summary>
    /// The tool calls that were left without a result, as by a worker that crashed: those among the last turns whose result does not stand in
    /// the turns that follow them directly, as providers ask for. In the order in which they were asked for.
    /// </summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="sessionId">The session; one that the scope may not see has none.</param>
    /// <param name="lastTurns">How many turns, from the last one back, are looked at: 1 to 10,000; 1,000 by default. Those that a summary
    /// stands for are not: no model reads them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<UnansweredToolCall>> FindUnansweredToolCallsAsync(
        AgentScope scope, Guid sessionId, int lastTurns = 1_000, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives a result to each tool call of the last 1,000 turns that was left without one, so that providers accept the history again. Three
    /// round trips, two where there is nothing to repair.
    /// </summary>
    /// <remarks>
    /// The results stand directly behind the turn that asked. Where other turns follow already, those are taken back and appended again behind
    /// them, in the same commit and without counting their usage again; the archive keeps them as they were. A result that came late, behind
    /// other turns, is moved. Repeating the call repairs nothing twice.
    /// </remarks>
    /// <param name="scope">Who repairs.</param>
    /// <param name="session">The session as the caller knows it: if somebody commits meanwhile, nothing is changed.</param>
    /// <param name="answer">
    /// The result of a call, where the host knows it, as from <see cref="IToolRunLog"/>; <see langword="null"/> for the default, an error that
    /// says that no result was recorded.
    /// </param>
    /// <param name="cancellationToken">Cancels the call; whether it was applied is then unknown.</param>
    /// <returns>The session after the commit, or as it is where nothing was to be repaired.</returns>
    /// <exception cref="VersionConflictException">Somebody else committed first; nothing was changed.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="ArgumentException">More turns would have to be appended again than one commit takes
    /// (<see cref="ContentLimits.TurnsPerCommit"/>), or an answer is that of another call.</exception>
    Task<Session> RepairToolCallsAsync(
        AgentScope scope,
        Session session,
        Func<UnansweredToolCall, ToolResultBlock?>? answer = null,
        CancellationToken cancellationToken = default);
}
