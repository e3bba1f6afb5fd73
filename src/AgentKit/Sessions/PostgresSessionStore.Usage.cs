namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    /// <summary>
    /// Counts what a run consumed: a commit like every other, but for what may refuse it. Neither the session's status nor the run's does, and no
    /// lease is asked: it was paid for.
    /// </summary>
    internal async Task<Session> AddUsageAsync(
        AgentScope scope, Guid sessionId, Guid runId, SessionCommit usage, CancellationToken cancellationToken)
    {
        SessionGuard.CheckId(sessionId, nameof(sessionId));
        SessionGuard.CheckId(runId, nameof(runId));
        _gates.RefuseWithinDecision(scope, sessionId);

        var statement = Fill(scope, sessionId, expectedVersion: null, usage)
            .Set<Guid?>("RunId", runId)
            .Set("FromStatuses", SessionLifecycle.AllNames);
        var result = await database.WriteAsync<SessionOutcomeRow>(
            scope, statement, OutcomeStatement(sessionId, usage.OperationId, runId), cancellationToken).ConfigureAwait(false);
        return result.Diagnosis switch
        {
            null => throw new SessionNotFoundException(sessionId),
            { IsCommitted: true } counted => counted.ToSession(),
            { } seen when !MayWrite(scope, seen) => throw new AccessDeniedException(scope.Access, "commit to", $"session {sessionId}"),
            _ => throw new RunNotFoundException(runId),
        };
    }
}
