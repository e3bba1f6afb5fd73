using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Commits that take turns back or summarise them: the same commit with a statement before or after it, in the same round trip.</summary>
internal sealed partial class PostgresSessionStore
{
    public Task<Session> RewindAsync(AgentScope scope, Session session, long toTurn, CancellationToken cancellationToken = default) =>
        CommitAsync(scope, session, new SessionCommit { RewindTo = toTurn }, cancellationToken);

    public Task<Session> PopLastTurnAsync(AgentScope scope, Session session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.TurnCount > 0
            ? RewindAsync(scope, session, session.TurnCount - 1, cancellationToken)
            : Task.FromException<Session>(new TurnNotFoundException(session.Id, turnNumber: 1));
    }

    public async Task<IReadOnlyList<ArchivedTurn>> GetArchivedTurnsAsync(
        AgentScope scope, Guid sessionId, ArchivedTurn? after = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, MaxPage, nameof(limit));

        var statement = database.Statement(SessionQueries.GetArchivedTurns)
            .Set("SessionId", sessionId)
            .Set("AfterVersion", after?.ArchivedVersion ?? 0)
            .Set("AfterNumber", after?.Turn.Number ?? 0)
            .Set("Limit", limit);
        var rows = await database.ListAsync<ArchivedTurnRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToArchivedTurn());
    }

    private Statement RewindStatement(Session session, SessionCommit commit, DateTimeOffset now) =>
        database.Statement(SessionQueries.Rewind)
            .Set("SessionId", session.Id)
            .Set("OperationId", commit.OperationId)
            .Set("ExpectedVersion", session.Version)
            .Set("FromStatuses", SessionLifecycle.From(commit.Status))
            .Set("RewindTo", commit.RewindTo ?? session.TurnCount)
            .Set("Now", now);

    private Statement SummaryStatement(Session session, SessionCommit commit, SessionSummary summary, DateTimeOffset now)
    {
        var statement = database.Statement(SessionQueries.Summarize)
            .Set("SessionId", session.Id)
            .Set("OperationId", commit.OperationId)
            .Set("ExpectedVersion", session.Version)
            .Set("ThroughTurn", summary.ThroughTurn)
            .WhenViolated(Constraints.SummaryEnd, () => new ToolCallSplitException(session.Id, summary.ThroughTurn));
        new TurnColumns([summary.Turn], now, options.Limits, nameof(SessionCommit.Summary)).AddTo(statement);
        return statement;
    }
}
