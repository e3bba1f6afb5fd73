using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// What is observed as a whole, with what the store makes of the database's answer: a conflict is a failure of the commit, though the call of
/// the database was none. Each has a method of its own, so that nobody pays while nobody listens.
/// </summary>
internal sealed partial class PostgresSessionStore
{
    public Task<Session> CommitAsync(
        AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken = default) =>
        telemetry.ObservesOperations
            ? ObserveCommitAsync(scope, session, commit, cancellationToken)
            : CommitUnobservedAsync(scope, session, commit, cancellationToken);

    public Task<Session> AppendAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken = default) =>
        telemetry.ObservesOperations
            ? ObserveAppendAsync(scope, sessionId, commit, cancellationToken)
            : AppendUnobservedAsync(scope, sessionId, commit, cancellationToken);

    public Task<Session> UpdateAsync(
        AgentScope scope,
        Guid sessionId,
        Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit?>> decide,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(decide);
        IdGuard.Require(sessionId, nameof(sessionId));

        var attempt = new UpdateAttempt(scope, sessionId, decide);
        return telemetry.ObservesUpdates ? ObserveUpdateAsync(attempt, cancellationToken) : UpdateAsync(attempt, cancellationToken);
    }

    // Methods of their own, and not in the public ones: there, the closure would be made also where nobody listens.
    private Task<Session> ObserveCommitAsync(AgentScope scope, Session session, SessionCommit commit, CancellationToken cancellationToken) =>
        ObserveAsync(scope, session?.Id, () => CommitUnobservedAsync(scope, session!, commit, cancellationToken));

    private Task<Session> ObserveAppendAsync(AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken) =>
        ObserveAsync(scope, sessionId, () => AppendUnobservedAsync(scope, sessionId, commit, cancellationToken));

    private async Task<Session> ObserveAsync(AgentScope scope, Guid? sessionId, Func<Task<Session>> write)
    {
        ArgumentNullException.ThrowIfNull(scope);
        using var span = telemetry.StartClientSpan(scope, SessionQueries.Commit, sessionId);
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (Exception exception) // whatever it is, it is told and thrown on
        {
            span.Fail(exception);
            throw;
        }
    }

    private async Task<Session> ObserveUpdateAsync(UpdateAttempt attempt, CancellationToken cancellationToken)
    {
        using var span = telemetry.StartUpdateSpan(attempt.Scope, attempt.SessionId);
        var outcome = "failed";
        try
        {
            var updated = await UpdateAsync(attempt, cancellationToken).ConfigureAwait(false);
            outcome = "succeeded";
            return updated;
        }
        catch (Exception exception) // whatever it is, it is told and thrown on
        {
            outcome = exception is VersionConflictException ? "conflict" : outcome;
            span.Fail(exception);
            throw;
        }
        finally
        {
            span?.SetTag(TelemetryTags.Attempts, attempt.Conflicts);
            telemetry.Updated(attempt.Conflicts, outcome);
        }
    }
}
