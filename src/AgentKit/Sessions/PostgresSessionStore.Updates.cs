using AgentKit.Infrastructure;
using Polly;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    public Task<Session> UpdateAsync(
        AgentScope scope, Guid sessionId, Func<SessionSnapshot, SessionCommit?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return UpdateAsync(scope, sessionId, (current, _) => new(decide(current)), cancellationToken);
    }

    private async Task<Session> UpdateAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        using var entry = await _gates.EnterAsync(attempt.Scope, attempt.SessionId, cancellationToken).ConfigureAwait(false);
        attempt.Enter(entry);
        var updated = await RetryAsync(attempt, cancellationToken).ConfigureAwait(false);
        attempt.ThrowIfDecisionFailed();
        return updated;
    }

    private async Task<Session> RetryAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await pipelines.Conflict.ExecuteAsync(
                static (call, token) => call.store.TryUpdateAsync(call.attempt, token), (store: this, attempt), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ExecutionRejectedException rejected)
        {
            throw DatabaseErrors.Rejected(rejected, $"the update of session {attempt.SessionId}");
        }
    }

    private async ValueTask<Session> TryUpdateAsync(UpdateAttempt attempt, CancellationToken cancellationToken) =>
        attempt.Conflicts++ < options.Resilience.ConflictsBeforeLock
            ? await UpdateOptimisticallyAsync(attempt, cancellationToken).ConfigureAwait(false)
            : await UpdateUnderLockAsync(attempt, cancellationToken).ConfigureAwait(false);

    private async Task<Session> UpdateOptimisticallyAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await GetSnapshotAsync(attempt.Scope, attempt.SessionId, cancellationToken).ConfigureAwait(false);
        var commit = await attempt.DecideAsync(current, cancellationToken).ConfigureAwait(false);
        return commit is null
            ? current.Session
            : await CommitAsync(attempt.Scope, current.Session, commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Session> UpdateUnderLockAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        var (transaction, locked) = await LockAsync(attempt, cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        var current = SnapshotOf(attempt, locked);
        var commit = await attempt.DecideAsync(current, cancellationToken).ConfigureAwait(false);
        if (commit is null)
        {
            return current.Session;
        }

        var batch = FillVersioned(attempt.Scope, current.Session, commit);
        if (await FindResultUnlessAllowedAsync(attempt.Scope, current.Session, commit, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        try
        {
            var result = await CommitUnderLockAsync(transaction, attempt, commit, batch, cancellationToken).ConfigureAwait(false);
            return await ConcludeAsync(attempt, current, commit, result, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException refused) when (IsUndone(refused, commit))
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            var result = await ExplainAsync(attempt.Scope, attempt.SessionId, commit, cancellationToken).ConfigureAwait(false);
            return await ConcludeAsync(attempt, current, commit, result, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException)
        {
            // The connection broke after the decision, perhaps after the commit: the same operation sent again finds out.
            await transaction.DisposeAsync().ConfigureAwait(false);
            return await CommitAsync(attempt.Scope, current.Session, commit, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Session> ConcludeAsync(
        UpdateAttempt attempt, SessionSnapshot current, SessionCommit commit, CommitResult result, CancellationToken cancellationToken) =>
        Conclude(
            attempt.Scope,
            attempt.SessionId,
            current.Session.Version,
            commit,
            await CompleteAsync(attempt.Scope, attempt.SessionId, commit, result, cancellationToken).ConfigureAwait(false));

    private async Task<(ScopedTransaction Transaction, WriteResult<SessionSnapshotRow> Locked)> LockAsync(
        UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        _gates.Waits.RowLockAwaited();
        try
        {
            return await database.BeginLockedAsync<SessionSnapshotRow>(
                attempt.Scope,
                () => database.Statement(SessionQueries.Lock).Set("SessionId", attempt.SessionId),
                () => database.Statement(SessionQueries.GetSnapshot).Set("SessionId", attempt.SessionId),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gates.Waits.RowLockCame();
        }
    }

    private async Task<CommitResult> CommitUnderLockAsync(
        ScopedTransaction transaction, UpdateAttempt attempt, SessionCommit commit, CommitBatch batch, CancellationToken cancellationToken)
    {
        using var observation = telemetry.ObservesCalls ? telemetry.BeginCall(attempt.Scope, batch.Commit) : null;
        try
        {
            var result = await transaction.BatchAsync(
                batch.With(VerdictStatement(attempt.SessionId, commit)), batch.ReadAsync, cancellationToken).ConfigureAwait(false);
            if (result.Committed is null)
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.GivenUp(exception);
            throw;
        }
    }

    /// <summary>Only rows that may be written can be locked.</summary>
    private static SessionSnapshot SnapshotOf(UpdateAttempt attempt, WriteResult<SessionSnapshotRow> locked) =>
        locked switch
        {
            { Diagnosis: null } => throw new SessionNotFoundException(attempt.SessionId),
            { Applied: false } => throw new AccessDeniedException(attempt.Scope.Access, "update", $"session {attempt.SessionId}"),
            { Diagnosis: { } row } => row.ToSnapshot(),
        };
}
