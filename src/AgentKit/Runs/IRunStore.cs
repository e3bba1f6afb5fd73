using System.Text.Json;

namespace AgentKit;

/// <summary>The runs of agents: who runs what in which session, what it costs, who works on it, and how to go on when that worker is gone.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise.</para>
/// <para>A run that has begun is held by one worker under a lease, which the clock of the database measures. Concurrency and repetition:</para>
/// <list type="number">
/// <item>A run is begun once, whoever tries: by a start under its id, or by a take-over where it was pending.</item>
/// <item>A lease that has expired is still good as long as nobody has taken the run over: commits and renewals bring it back to life.</item>
/// <item>Of several take-overs at once, one wins. From then on everything under the older lease is refused with
/// <see cref="RunLeaseLostException"/>, commits under <see cref="SessionCommit.Run"/> included, so a worker that was thought dead writes nothing
/// under its successor.</item>
/// <item>Usage is accepted by <see cref="AddUsageAsync"/> whoever holds the lease and whatever the run's or session's status: a reply that was
/// paid for is never refused.</item>
/// <item>Completing, failing or canceling a run again with the same status returns it as it is; with another one it is an
/// <see cref="InvalidRunStateException"/>.</item>
/// <item>So every call may be sent again, and is, when a connection is lost.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. What a scope may not see is reported as not found; what it sees and may not
/// write as <see cref="AccessDeniedException"/>.</para>
/// </remarks>
public interface IRunStore
{
    /// <summary>Records a run and begins it under a lease, or, if it is to wait, only records it. One that waited begins when it is started.</summary>
    /// <remarks>
    /// <para>Nothing is spent by a start, so nothing is reserved: it is refused where nothing is left to spend, which spares the work up to the
    /// first <see cref="IBudgetStore.ReserveAsync"/>. The budgets of workspace, agent and session count, and the agent's
    /// <see cref="AgentDefinition.TokenBudget"/>; a parent's own limits bind the parent only.</para>
    /// <para>Under an id that is there: a pending run begins and keeps what was noted of it first; one that this worker has begun, or that is over,
    /// is returned as it is; one that another worker holds is a <see cref="RunLeaseHeldException"/>.</para>
    /// <para>The token budgets of shared agents are read again after <see cref="AgentKitOptions.AgentCacheDuration"/>, and so is the agent that is
    /// named: then it is a round trip more for each.</para>
    /// </remarks>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is closed or archived.</exception>
    /// <exception cref="RunNotFoundException">There is no such parent run that the scope may see.</exception>
    /// <exception cref="AgentNotFoundException">The agent named is registered neither in the workspace nor by the host.</exception>
    /// <exception cref="BudgetExceededException">A budget that applies is used up or wholly reserved.</exception>
    /// <exception cref="RunLeaseHeldException">Another worker has begun the run under this id.</exception>
    /// <exception cref="AlreadyExistsException">The id is taken by a run of another session, or one that the scope does not see.</exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<Run> StartAsync(AgentScope scope, NewRun run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Counts what a model call of a run consumed, where no turn is committed with it: a reply that was thrown away, or one that came too late
    /// for a lost lease or a closed session. A commit of the session: its version rises by one, and its totals, the run's and those of the
    /// budgets move in one transaction. It does not renew the lease.
    /// </summary>
    /// <param name="scope">Who counts.</param>
    /// <param name="sessionId">The run's session.</param>
    /// <param name="runId">The run, whatever its status.</param>
    /// <param name="usage">What was consumed.</param>
    /// <param name="reservationId">The reservation that it settles; none by default.</param>
    /// <param name="operationId">Identifies the operation, like <see cref="SessionCommit.OperationId"/>. Default: a new one, for this call.</param>
    /// <param name="cancellationToken">Cancels the call; whether the usage was counted is then unknown.</param>
    /// <returns>The session after the commit.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="RunNotFoundException">The session has no such run.</exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<Session> AddUsageAsync(
        AgentScope scope,
        Guid sessionId,
        Guid runId,
        Usage usage,
        Guid? reservationId = null,
        Guid? operationId = null,
        CancellationToken cancellationToken = default);

    /// <summary>Says that the worker is alive: the lease lasts its whole duration from now on.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The worker's lease.</param>
    /// <param name="duration">One second to one day, from now on also for later renewals. Default: as before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> RenewAsync(AgentScope scope, RunLease lease, TimeSpan? duration = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces the checkpoint that a successor goes on from, and renews the lease.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The worker's lease.</param>
    /// <param name="checkpoint">Kept verbatim; at most <see cref="ContentLimits.CheckpointBytes"/>.</param>
    /// <param name="providerSessionId">What the provider calls the conversation; 1 to 500 characters. Default: it stays.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> SaveCheckpointAsync(
        AgentScope scope,
        RunLease lease,
        JsonElement checkpoint,
        string? providerSessionId = null,
        CancellationToken cancellationToken = default);

    /// <summary>Notes what the provider calls the conversation, 1 to 500 characters, and renews the lease.</summary>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over, or it is over.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> SetProviderSessionAsync(
        AgentScope scope, RunLease lease, string providerSessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends a run as it should end.</summary>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over.</exception>
    /// <exception cref="InvalidRunStateException">It ended with another status, under this lease or by being canceled.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> CompleteAsync(AgentScope scope, RunLease lease, CancellationToken cancellationToken = default);

    /// <summary>Ends a run with an error.</summary>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over.</exception>
    /// <exception cref="InvalidRunStateException">It ended with another status, under this lease or by being canceled.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> FailAsync(AgentScope scope, RunLease lease, RunError error, CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls a run off, pending or running. It needs no lease: the worker that holds it learns by its next write. Child runs go on.
    /// </summary>
    /// <param name="scope">Who calls it off.</param>
    /// <param name="runId">The run.</param>
    /// <param name="reason">
    /// For people; at most 4,000 characters, longer ones are cut. Kept as an error of type <see cref="RunError.Canceled"/>. None by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidRunStateException">It was completed or has failed.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> CancelAsync(AgentScope scope, Guid runId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// A worker ends its own run unfinished, such as when its caller has gone: under its lease, so that the run of a successor is left alone.
    /// </summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The worker's lease.</param>
    /// <param name="reason">
    /// For people; at most 4,000 characters, longer ones are cut. Kept as an error of type <see cref="RunError.Canceled"/>. None by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseLostException">Somebody has taken the run over.</exception>
    /// <exception cref="InvalidRunStateException">It was completed or has failed under this lease.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> CancelAsync(AgentScope scope, RunLease lease, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a run over whose lease has expired, or begins one that is pending. The fencing token rises by one, which shuts its former worker out.
    /// </summary>
    /// <remarks>Budgets are not asked: the run was allowed to begin, and what it spends is still to be reserved.</remarks>
    /// <param name="scope">Who takes over.</param>
    /// <param name="runId">The run.</param>
    /// <param name="worker">Who holds it from now on; 1 to 200 characters. Default: this process, as <c>machine/process id</c>.</param>
    /// <param name="leaseDuration">One second to one day. Default: as long as the lease before.</param>
    /// <param name="claimId">
    /// Identifies the operation: sent again, it returns the run with the same lease as long as nobody else has taken it over. Default: a new
    /// one, for this call.
    /// </param>
    /// <param name="cancellationToken">Cancels the call; whether the run was taken over is then unknown.</param>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="RunLeaseHeldException">A worker holds it whose lease has not expired.</exception>
    /// <exception cref="InvalidRunStateException">It is over.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<Run> TakeOverAsync(
        AgentScope scope,
        Guid runId,
        string? worker = null,
        TimeSpan? leaseDuration = null,
        Guid? claimId = null,
        CancellationToken cancellationToken = default);

    /// <summary>Running runs whose lease has expired, the oldest first: those of dead workers, to be taken over or given up.</summary>
    /// <param name="scope">Finds what the scope may see; a service finds those of the whole workspace.</param>
    /// <param name="limit">How many at most: 1 to 1,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Run>> FindAbandonedAsync(AgentScope scope, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// The latest run of a session that something can go on from: it has a provider session id or a checkpoint, and no worker holds it under a
    /// lease that has not expired. <see langword="null"/> where there is none.
    /// </summary>
    /// <remarks>
    /// The status does not matter otherwise: one that is over is gone on from by a new run with its <see cref="Run.ProviderSessionId"/> and
    /// <see cref="Run.Checkpoint"/>, one that was abandoned or is pending by <see cref="TakeOverAsync"/>.
    /// </remarks>
    /// <param name="scope">Who asks.</param>
    /// <param name="sessionId">The session; one that the scope may not see has no runs.</param>
    /// <param name="agentType">Only runs of this agent type, 1 to 200 characters. Default: of every type and of none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Run?> FindResumableAsync(
        AgentScope scope, Guid sessionId, string? agentType = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a run.</summary>
    /// <exception cref="RunNotFoundException">There is none that the scope may see.</exception>
    Task<Run> GetAsync(AgentScope scope, Guid runId, CancellationToken cancellationToken = default);

    /// <summary>Reads a run, or returns <see langword="null"/> where there is none that the scope may see.</summary>
    Task<Run?> FindAsync(AgentScope scope, Guid runId, CancellationToken cancellationToken = default);

    /// <summary>One page of the runs that the scope may see, the latest first.</summary>
    Task<Page<Run>> ListAsync(AgentScope scope, RunFilter? filter = null, CancellationToken cancellationToken = default);
}
