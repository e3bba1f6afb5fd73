using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The statements of a commit: one, unless it takes turns back, summarises them, is for a run, or consumed something.</summary>
internal sealed partial class PostgresSessionStore
{
    private CommitBatch FillVersioned(AgentScope scope, Session session, SessionCommit commit)
    {
        var now = time.GetUtcNow();
        var write = Fill(scope, session.Id, session.Version, commit, now);
        List<Statement> before = [], after = [];
        if (commit.Run is { } lease)
        {
            before.Add(FenceStatement(session.Id, lease.RunId, lease.FencingToken));
        }

        if (commit.RewindTo is not null)
        {
            before.Add(RewindStatement(session, commit, now));
        }

        if (commit.Summary is { } summary)
        {
            after.Add(SummaryStatement(session, commit, summary, now));
        }

        after.AddRange(Settlement(session.Id, commit, commit.Run?.RunId, commit.AgentId is null ? null : session.AgentId));
        return new(write, before, after);
    }

    private CommitBatch FillUnversioned(AgentScope scope, Guid sessionId, SessionCommit commit)
    {
        var write = Fill(scope, sessionId, expectedVersion: null, commit, time.GetUtcNow());
        IReadOnlyList<Statement> before = commit.Run is { } lease ? [FenceStatement(sessionId, lease.RunId, lease.FencingToken)] : [];
        return new(write, before, Settlement(sessionId, commit, commit.Run?.RunId, formerAgentId: null));
    }

    private Statement Fill(AgentScope scope, Guid sessionId, long? expectedVersion, SessionCommit commit, DateTimeOffset now)
    {
        SessionGuard.CheckOperation(sessionId, commit);
        return CommitStatement
            .Fill(database.Statement(SessionQueries.Commit), scope, sessionId, expectedVersion, commit, now, options.Limits)
            .Then(notices.For(scope, sessionId));
    }

    private async Task<SessionOutcomeRow?> SendAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var statements = batch.All;
            return await database.BatchAsync(
                scope,
                batch.Commit,
                [.. statements, OutcomeStatement(sessionId, commit.OperationId)],
                async (results, token) =>
                {
                    await results.SkipAsync(statements.Count, token).ConfigureAwait(false);
                    return await results.ReadSingleOrDefaultAsync<SessionOutcomeRow>(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException refused) when (IsUndone(refused, commit))
        {
            return await ExplainAsync(scope, sessionId, commit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether the database undid a commit for what only one of its statements knew: a rewind whose commit was refused, or a lease that is lost.
    /// </summary>
    private static bool IsUndone(DatabaseException refused, SessionCommit commit) =>
        (commit.RewindTo is not null && refused.SqlState == SqlStates.ForeignKeyViolation)
            || (commit.Run is not null && refused.SqlState == SqlStates.NothingToDivideBy);

    /// <summary>Asks how things stand, once more, where an error took the answer away.</summary>
    private async Task<SessionOutcomeRow?> ExplainAsync(
        AgentScope scope, Guid sessionId, SessionCommit commit, CancellationToken cancellationToken)
    {
        var asked = OutcomeStatement(sessionId, commit.OperationId);
        var (outcome, run) = await database.BatchAsync(
            scope,
            asked,
            [asked, database.Statement(RunQueries.Get).Set("RunId", commit.Run?.RunId ?? Guid.Empty)],
            async (results, token) =>
            {
                var outcome = await results.ReadSingleOrDefaultAsync<SessionOutcomeRow>(token).ConfigureAwait(false);
                await results.NextAsync(token).ConfigureAwait(false);
                return (outcome, await results.ReadSingleOrDefaultAsync<RunRow>(token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        if (commit.Run is { } lease && outcome is { IsCommitted: false } && scope.MayWrite(outcome.UserId))
        {
            ThrowUnlessHeld(lease, run?.SessionId == sessionId ? run : null);
        }

        return outcome;
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
