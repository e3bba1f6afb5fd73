namespace AgentKit;

/// <summary>Bounds on what agents may spend, in tokens and in money: reserved before a model is called, settled by the commit of its reply.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise.</para>
/// <para>What binds a model call: the budgets of its workspace, agent and session where they are set, the agent's
/// <see cref="AgentDefinition.TokenBudget"/> for the session, and the run's own limits. A budget counts what is spent from when it was set or
/// restarted. Concurrency and repetition:</para>
/// <list type="number">
/// <item>Whoever reserves at the same time: what is spent and reserved together never exceeds a limit, as long as what is spent was reserved and
/// settled before it expired.</item>
/// <item>A reservation that has expired no longer counts, without anybody doing anything about it.</item>
/// <item>A commit with <see cref="SessionCommit.ReservationId"/> puts what was used in the place of what was reserved, in the transaction
/// that stores the reply. It is never refused for money's sake: more than was reserved, and what was not reserved at all, is counted too.</item>
/// <item>Sums move once per commit, also when it is sent again; reserving, releasing, setting and restarting again changes nothing.</item>
/// <item>Commits with usage under one budget wait for each other for as long as it takes to write them, and only for that.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. Everybody in a workspace may read its budgets, but those of sessions that
/// they may not see; only a scope of level <see cref="AccessLevel.Service"/> sets them.</para>
/// </remarks>
public interface IBudgetStore
{
    /// <summary>Sets a budget, or changes the limits of one. A new one begins with nothing spent; a change keeps what is spent.</summary>
    /// <exception cref="SessionNotFoundException">The subject is a session, and there is none that the scope may see.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<Budget> SetAsync(AgentScope scope, BudgetSubject subject, BudgetLimit limit, CancellationToken cancellationToken = default);

    /// <summary>Begins a new period: nothing is spent in it yet. What is reserved stays reserved.</summary>
    /// <param name="scope">Who restarts it.</param>
    /// <param name="subject">Whose budget.</param>
    /// <param name="periodStart">
    /// Identifies the period, such as the first of the month: a start that is not later than the present one changes nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BudgetNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task<Budget> RestartAsync(
        AgentScope scope, BudgetSubject subject, DateTimeOffset periodStart, CancellationToken cancellationToken = default);

    /// <summary>Removes a budget with what it has counted; nothing is bound by it any more. One that is not there is removed already.</summary>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    Task RemoveAsync(AgentScope scope, BudgetSubject subject, CancellationToken cancellationToken = default);

    /// <summary>Reads a budget, or returns <see langword="null"/> where there is none that the scope may see.</summary>
    Task<Budget?> FindAsync(AgentScope scope, BudgetSubject subject, CancellationToken cancellationToken = default);

    /// <summary>The budgets that the scope may see: those of agents, then those of sessions, then that of the workspace, each kind by id.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="after">The last subject of the page before; <see langword="null"/>, the default, for the first page.</param>
    /// <param name="limit">How many at most: 1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Budget>> ListAsync(
        AgentScope scope, BudgetSubject? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Sets an amount aside under every limit that applies, or refuses: call it before the model is called.</summary>
    /// <remarks>
    /// A refusal reserves nothing. A limit that is used up refuses every reservation, also one that asks for none of its unit. Without any
    /// limit that applies, a reservation is granted and noted all the same. One that was settled or released, or has expired, is made anew when
    /// it is asked for again. The token budgets of shared agents are read again after <see cref="AgentKitOptions.AgentCacheDuration"/>: then it is
    /// a round trip more.
    /// </remarks>
    /// <exception cref="BudgetExceededException">It does not fit; names the narrowest limit that refuses: run, session, agent, workspace.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived.</exception>
    /// <exception cref="RunNotFoundException">The session has no such run.</exception>
    /// <exception cref="InvalidRunStateException">The run is over.</exception>
    /// <exception cref="AlreadyExistsException">The id is taken by a reservation of another session.</exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<Reservation> ReserveAsync(AgentScope scope, NewReservation reservation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives a reservation back that is not going to be used: the call was not made, or cost nothing. One that is not there, was settled, or
    /// belongs to a session that the scope may not write, is left alone.
    /// </summary>
    Task ReleaseAsync(AgentScope scope, Guid reservationId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes reservations that have expired. Nothing depends on it: they no longer count, and every reservation clears some away. Several may
    /// sweep at once.
    /// </summary>
    /// <param name="scope">The workspace that is swept.</param>
    /// <param name="limit">How many at most: 1 to 10,000; 1,000 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many this call deleted; fewer than it did if the connection was lost before the answer.</returns>
    Task<int> SweepAsync(AgentScope scope, int limit = 1_000, CancellationToken cancellationToken = default);
}
