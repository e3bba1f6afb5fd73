using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    /// <summary>
    /// An unversioned write that was refused, while the diagnosis sees no reason any more, met a session that was reopened in between.
    /// </summary>
    private const int MaxResends = 3;

    public async Task<Session> CommitAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(commit);

        _gates.RefuseWithinDecision(scope, session.Id);
        var statement = Fill(scope, session.Id, session.Version, commit);
        if (await FindResultUnlessAllowedAsync(scope, session, commit, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        var result = await database.WriteAsync<SessionOutcomeRow>(
            scope, statement, OutcomeStatement(session.Id, commit.OperationId, commit.Run?.RunId), cancellationToken).ConfigureAwait(false);
        return Conclude(scope, session.Id, session.Version, commit, result.Diagnosis);
    }

    public async Task<Session> AppendAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(commit);
        SessionGuard.CheckId(sessionId, nameof(sessionId));
        _gates.RefuseWithinDecision(scope, sessionId);
        if (commit.Phase is not null || commit.AgentId is not null)
        {
            throw new ArgumentException(
                "A phase or agent depends on the current one: set it with CommitAsync or UpdateAsync.", nameof(commit));
        }

        for (var resends = 0; ; resends++)
        {
            var result = await database.WriteAsync<SessionOutcomeRow>(
                scope,
                Fill(scope, sessionId, expectedVersion: null, commit),
                OutcomeStatement(sessionId, commit.OperationId, commit.Run?.RunId),
                cancellationToken).ConfigureAwait(false);
            if (resends == MaxResends || !MetReopening(scope, commit, result.Diagnosis))
            {
                return Conclude(scope, sessionId, expectedVersion: null, commit, result.Diagnosis);
            }
        }
    }

    private Statement Fill(AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit)
    {
        if (commit.OperationId == sessionId)
        {
            throw new ArgumentException("The id of a session is the operation that created it.", nameof(commit));
        }

        return CommitStatement.Fill(
            database.Statement(SessionQueries.Commit), scope, sessionId, expectedVersion, commit, time.GetUtcNow(), options.Limits);
    }

    /// <summary>
    /// Nothing where the agent's definition allows the commit. Where it does not: the result, if this very commit was applied when it was
    /// allowed, for what follows what may have changed since; else the error.
    /// </summary>
    private async Task<Session?> FindResultUnlessAllowedAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            await CheckAgentAsync(scope, session, commit, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AgentKitException error) when (error is AgentNotFoundException or InvalidTransitionException)
        {
            if (await FindResultAsync(scope, session.Id, commit.OperationId, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                return earlier;
            }

            throw;
        }
    }

    /// <summary>
    /// Phases are checked against the session as the caller knows it. That is enough: the version makes sure that it is the stored one.
    /// </summary>
    private async Task CheckAgentAsync(AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Phase is null && commit.AgentId is null)
        {
            return;
        }

        var agent = await agents.GetAsync(scope, commit.AgentId ?? session.AgentId, cancellationToken).ConfigureAwait(false);
        if (commit.Phase is { } phase)
        {
            PhaseRules.Check(agent.Definition, session.Id, session.Phase, phase);
        }
    }

    private static Session Conclude(
        AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, SessionOutcomeRow? outcome)
    {
        if (outcome is null)
        {
            throw new SessionNotFoundException(sessionId);
        }

        if (outcome.IsCommitted)
        {
            return outcome.ToSession();
        }

        if (!MayWrite(scope, outcome))
        {
            throw new AccessDeniedException(scope.Access, "commit to", $"session {sessionId}");
        }

        ThrowIfLeaseIsLost(commit.Run, outcome);
        if (!Accepts(commit, outcome))
        {
            throw new InvalidSessionStateException(sessionId, SessionStatusNames.Parse(outcome.Status), Attempted(commit));
        }

        throw new VersionConflictException(sessionId, expectedVersion ?? outcome.Version, outcome.Version);
    }

    /// <summary>Before the status and the version: no other version brings the lease back.</summary>
    private static void ThrowIfLeaseIsLost(RunLease? lease, SessionOutcomeRow outcome)
    {
        if (lease is null || IsHeld(lease, outcome))
        {
            return;
        }

        throw outcome.RunStatus is { } status
            ? new RunLeaseLostException(
                lease.RunId, lease.FencingToken, outcome.RunFencingToken ?? 0, outcome.RunWorker, RunStatusNames.Parse(status))
            : new RunNotFoundException(lease.RunId);
    }

    private static bool IsHeld(RunLease lease, SessionOutcomeRow outcome) =>
        outcome.RunFencingToken == lease.FencingToken && outcome.RunStatus == RunStatusNames.Of(RunStatus.Running);

    private static bool MetReopening(AgentScope scope, SessionCommit commit, SessionOutcomeRow? outcome) =>
        outcome is { IsCommitted: false }
            && MayWrite(scope, outcome)
            && (commit.Run is null || IsHeld(commit.Run, outcome))
            && Accepts(commit, outcome);

    private static bool MayWrite(AgentScope scope, SessionOutcomeRow outcome) =>
        scope.Access == AccessLevel.Service || outcome.UserId == scope.UserId;

    private static bool Accepts(SessionCommit commit, SessionOutcomeRow outcome) =>
        SessionLifecycle.From(commit.Status).Contains(outcome.Status, StringComparer.Ordinal);

    private static string Attempted(SessionCommit commit) =>
        commit.Status is { } status ? $"make it {SessionStatusNames.Of(status)}" : "commit to it before it is reopened";
}
