using System.Runtime.CompilerServices;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit: one, unless it takes turns back, summarises them, is for a run, or consumed something.</summary>
internal sealed partial class PostgresSessionStore
{
    private CommitBatch FillVersioned(AgentScope scope, Session session, SessionCommit commit, TurnColumns? turns = null)
    {
        var now = time.GetUtcNow();
        var write = Fill(scope, session.Id, session.Version, commit, turns, now);
        var batch = new CommitBatch(write);
        if (commit.Run is { } lease)
        {
            batch.Before(FenceStatement(session.Id, lease.RunId, lease.FencingToken));
        }

        if (commit.RewindTo is not null)
        {
            batch.Before(RewindStatement(session, commit, now));
        }

        if (commit.Summary is { } summary)
        {
            batch.After(SummaryStatement(session, commit, summary, now));
        }

        AddSettlement(batch, session.Id, commit, commit.Run?.RunId, commit.AgentId is null ? null : session.AgentId);
        return batch;
    }

    private CommitBatch FillUnversioned(AgentScope scope, Guid sessionId, SessionCommit commit, TurnColumns? turns = null)
    {
        var batch = new CommitBatch(Fill(scope, sessionId, expectedVersion: null, commit, turns, time.GetUtcNow()));
        if (commit.Run is { } lease)
        {
            batch.Before(FenceStatement(sessionId, lease.RunId, lease.FencingToken));
        }

        AddSettlement(batch, sessionId, commit, commit.Run?.RunId, formerAgentId: null);
        return batch;
    }

    private Statement Fill(
        AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, TurnColumns? turns, DateTimeOffset now)
    {
        SessionGuard.Check(commit, options.Limits);
        SessionGuard.CheckOperation(sessionId, commit);
        var query = CommitStatement.IsOfTurnsOnly(commit) ? SessionQueries.CommitTurns : SessionQueries.Commit;
        return CommitStatement
            .Fill(
                database.Statement(query).As(SessionQueries.Commit),
                scope,
                sessionId,
                expectedVersion,
                commit,
                turns ?? new TurnColumns(commit.Turns, now, options.Limits),
                now,
                options.Limits)
            .Then(notices.For(scope, sessionId));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CommitResult> SendAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CommitBatch batch, CancellationToken cancellationToken)
    {
        CommitResult result;
        try
        {
            result = await database.BatchAsync(
                scope, batch.Commit, batch.With(VerdictStatement(sessionId, commit)), batch.ReadAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException refused) when (IsUndone(refused, commit))
        {
            result = await ExplainAsync(scope, sessionId, commit, cancellationToken).ConfigureAwait(false);
        }

        return await CompleteAsync(scope, sessionId, commit, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What an operation that was applied before had come to. Asked for only then: read with each commit, it was a fifth of what one costs the server.
    /// </summary>
    private async ValueTask<CommitResult> CompleteAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CommitResult result, CancellationToken cancellationToken) =>
        result is { Committed: null, Verdict.IsCommitted: true }
            ? result with { Committed = await FindOutcomeAsync(scope, sessionId, commit.OperationId, cancellationToken).ConfigureAwait(false) }
            : result;

    private Statement VerdictStatement(Guid sessionId, SessionCommit commit) =>
        database.Statement(SessionQueries.Verdict)
            .Set("SessionId", sessionId)
            .Set("OperationId", commit.OperationId);

    /// <summary>
    /// Whether the database undid a commit for what only one of its statements knew: a rewind whose commit was refused, or a lease that is lost.
    /// </summary>
    private static bool IsUndone(DatabaseException refused, SessionCommit commit) =>
        (commit.RewindTo is not null && refused.SqlState == SqlStates.ForeignKeyViolation)
            || (commit.Run is not null && refused.SqlState == SqlStates.NothingToDivideBy);

    /// <summary>Asks how things stand, once more, where an error took the answer away.</summary>
    private async Task<CommitResult> ExplainAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken)
    {
        var asked = VerdictStatement(sessionId, commit);
        var (verdict, run) = await database.BatchAsync(
            scope,
            asked,
            [asked, database.Statement(RunQueries.Get).Set("RunId", commit.Run?.RunId ?? Guid.Empty)],
            async (results, token) =>
            {
                var verdict = await results.ReadSingleOrDefaultAsync<CommitVerdictRow>(token).ConfigureAwait(false);
                await results.NextAsync(token).ConfigureAwait(false);
                return (verdict, await results.ReadSingleOrDefaultAsync<RunRow>(token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        if (commit.Run is { } lease && verdict is { IsCommitted: false } && scope.MayWrite(verdict.UserId))
        {
            ThrowUnlessHeld(lease, run?.SessionId == sessionId ? run : null);
        }

        return new(Committed: null, verdict);
    }

    private static void ThrowUnlessHeld(RunLease lease, RunRow? run)
    {
        if (run is null)
        {
            throw new RunNotFoundException(lease.RunId);
        }

        if (run.FencingToken != lease.FencingToken || run.Status != RunStatusNames.Of(RunStatus.Running))
        {
            throw new RunLeaseLostException(
                lease.RunId, lease.FencingToken, run.FencingToken, run.Worker, RunStatusNames.Parse(run.Status));
        }
    }
}
