using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    public Task<Session> UpdateAsync(
        AgentScope scope, Guid sessionId, Func<SessionSnapshot, SessionCommit?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return UpdateAsync(scope, sessionId, (current, _) => new(decide(current)), cancellationToken);
    }

    public async Task<Session> UpdateAsync(
        AgentScope scope,
        Guid sessionId,
        Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> decide,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(decide);
        SessionGuard.CheckId(sessionId, nameof(sessionId));

        using var turn = await _gates.EnterAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        var attempt = new UpdateAttempt(scope, sessionId, decide);
        return await pipelines.Conflict.ExecuteAsync(
            static (call, token) => call.store.TryUpdateAsync(call.attempt, token), (store: this, attempt), cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<Session> TryUpdateAsync(UpdateAttempt attempt, CancellationToken cancellationToken) =>
        attempt.Conflicts++ < options.Resilience.ConflictsBeforeLock
            ? await UpdateOptimisticallyAsync(attempt, cancellationToken).ConfigureAwait(false)
            : await UpdateUnderLockAsync(attempt, cancellationToken).ConfigureAwait(false);

    private async Task<Session> UpdateOptimisticallyAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await GetSnapshotAsync(attempt.Scope, attempt.SessionId, cancellationToken).ConfigureAwait(false);
        var commit = await attempt.Decide(current, cancellationToken).ConfigureAwait(false);
        return commit is null
            ? current.Session
            : await CommitAsync(attempt.Scope, current.Session, commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Session> UpdateUnderLockAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        var decided = default((Session Current, SessionCommit Commit)?);
        try
        {
            return await database.InTransactionAsync(
                attempt.Scope,
                async (transaction, token) =>
                {
                    var current = await LockAsync(transaction, attempt, token).ConfigureAwait(false);
                    var commit = await attempt.Decide(current, token).ConfigureAwait(false);
                    if (commit is null)
                    {
                        return current.Session;
                    }

                    var statement = Fill(attempt.Scope, attempt.SessionId, current.Session.Version, commit);
                    await CheckAgentAsync(attempt.Scope, current.Session, commit, token).ConfigureAwait(false);
                    decided = (current.Session, commit);

                    var result = await transaction.WriteAsync<SessionOutcomeRow>(
                        statement, OutcomeStatement(attempt.SessionId, commit.OperationId), token).ConfigureAwait(false);
                    var updated = Conclude(attempt.Scope, attempt.SessionId, current.Session.Version, commit, result.Diagnosis);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return updated;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException) when (decided is not null)
        {
            // The connection broke after the decision, perhaps after the commit: the same operation sent again finds out.
            var (current, commit) = decided.Value;
            return await CommitAsync(attempt.Scope, current, commit, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SessionSnapshot> LockAsync(ScopedTransaction transaction, UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        var (locked, row) = await transaction.LockAsync<SessionSnapshotRow>(
            database.Statement(SessionQueries.Lock).Set("SessionId", attempt.SessionId),
            database.Statement(SessionQueries.GetSnapshot).Set("SessionId", attempt.SessionId),
            cancellationToken).ConfigureAwait(false);

        if (row is null)
        {
            throw new SessionNotFoundException(attempt.SessionId);
        }

        return locked
            ? row.ToSnapshot()
            : throw new AccessDeniedException(attempt.Scope.Access, "update", $"session {attempt.SessionId}");
    }

    /// <summary>One call of UpdateAsync, through all its attempts.</summary>
    private sealed class UpdateAttempt(
        AgentScope scope, Guid sessionId, Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> decide)
    {
        public AgentScope Scope { get; } = scope;

        public Guid SessionId { get; } = sessionId;

        public Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> Decide { get; } = decide;

        public int Conflicts { get; set; }
    }
}
