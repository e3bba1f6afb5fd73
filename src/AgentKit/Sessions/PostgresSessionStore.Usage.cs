using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a commit consumed, for its run and for the budgets.</summary>
internal sealed partial class PostgresSessionStore
{
    /// <summary>
    /// Counts what a run consumed: a commit like every other, but for what may refuse it. Neither the session's status nor the run's does, and no
    /// lease is asked: it was paid for.
    /// </summary>
    internal async Task<Session> AddUsageAsync(
        AgentScope scope, Guid sessionId, Guid runId, SessionCommit usage, CancellationToken cancellationToken)
    {
        IdGuard.Require(sessionId, nameof(sessionId));
        IdGuard.Require(runId, nameof(runId));
        _gates.RefuseWithinDecision(scope, sessionId);

        var commit = Fill(scope, sessionId, expectedVersion: null, usage, turns: null, time.GetUtcNow())
            .Set<Guid?>("RunId", runId)
            .Set("FromStatuses", SessionLifecycle.Any);
        var batch = new CommitBatch(commit);
        batch.Before(FenceStatement(sessionId, runId, fencingToken: null));
        AddSettlement(batch, sessionId, usage, runId, formerAgentId: null);
        CommitResult result;
        try
        {
            result = await SendAsync(scope, sessionId, usage, batch, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException refused) when (refused.SqlState == SqlStates.NothingToDivideBy)
        {
            result = await ExplainAsync(scope, sessionId, usage, cancellationToken).ConfigureAwait(false);
            result = await CompleteAsync(scope, sessionId, usage, result, cancellationToken).ConfigureAwait(false);
        }

        return result switch
        {
            { Committed: { } counted } => Committed(usage, counted),
            { Verdict: null } => throw new SessionNotFoundException(sessionId),
            { Verdict: { } seen } when !scope.MayWrite(seen.UserId) => throw new AccessDeniedException(scope.Access, "commit to", $"session {sessionId}"),
            _ => throw new RunNotFoundException(runId),
        };
    }

    private Statement FenceStatement(Guid sessionId, Guid runId, long? fencingToken) =>
        database.Statement(RunQueries.Fence)
            .Set("SessionId", sessionId)
            .Set("RunId", runId)
            .Set("FencingToken", fencingToken);

    /// <summary>What comes after a commit that consumed something or had something reserved.</summary>
    /// <param name="batch">The statements of the commit.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="runId">The run that it is for, if any.</param>
    /// <param name="formerAgentId">The agent that was active before, where the commit makes another one active.</param>
    private void AddSettlement(CommitBatch batch, Guid sessionId, SessionCommit commit, Guid? runId, string? formerAgentId)
    {
        var usage = CommitUsage.Of(commit);
        if (runId is not null && !usage.IsNone)
        {
            batch.After(usage.AddTo(database.Statement(RunQueries.Charge))
                .Set("SessionId", sessionId)
                .Set("OperationId", commit.OperationId));
        }

        if (!usage.IsNone || commit.ReservationId is not null)
        {
            batch.After(usage.AddTo(database.Statement(BudgetQueries.Settle))
                .Set("SessionId", sessionId)
                .Set("OperationId", commit.OperationId)
                .Set("ReservationId", commit.ReservationId)
                .Set("HasUsage", !usage.IsNone)
                .Set("FormerAgentId", formerAgentId));
        }
    }
}
