using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    public async Task<SessionHistory> GetHistoryAsync(
        AgentScope scope, Guid sessionId, int maxTurns = 200, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(maxTurns, MaxPage, nameof(maxTurns));

        var statement = database.Statement(SessionQueries.GetHistory)
            .Set("SessionId", sessionId)
            .Set("MaxTurns", maxTurns);
        return HistoryRow.ToHistory(await database.ListAsync<HistoryRow>(scope, statement, cancellationToken).ConfigureAwait(false));
    }

    public async Task<Session> ForkAsync(
        AgentScope scope, Guid sessionId, NewFork? fork = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        fork ??= new NewFork();
        SessionGuard.Check(fork, sessionId);

        for (var resends = 0; ; resends++)
        {
            var forked = await database.WriteAsync<SessionOutcomeRow>(
                scope, ForkStatement(scope, sessionId, fork), OutcomeStatement(fork.Id, operationId: fork.Id), cancellationToken)
                .ConfigureAwait(false);
            if (forked.Diagnosis is { } row)
            {
                // A session of another origin is not what was asked for, also where the scope may read it.
                return row.IsCommitted && row.ParentSessionId == sessionId && scope.MayWrite(row.UserId)
                    ? row.ToSession()
                    : throw new AlreadyExistsException("session", "id", fork.Id.ToString());
            }

            var source = await GetAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
            if (fork.AtTurn > source.TurnCount)
            {
                throw new TurnNotFoundException(sessionId, fork.AtTurn.Value);
            }

            // What was missing may have come in between. Where it always was there, the id is: for somebody else.
            if (resends == MaxResends)
            {
                throw new AlreadyExistsException("session", "id", fork.Id.ToString());
            }
        }
    }

    private Statement ForkStatement(AgentScope scope, Guid sessionId, NewFork fork)
    {
        var now = time.GetUtcNow();
        return database.Statement(SessionQueries.Fork)
            .Set("SessionId", sessionId)
            .Set("ForkId", fork.Id)
            .Set("AtTurn", fork.AtTurn)
            .Set("Now", now)
            .Set("ActiveBucket", ActivityBucket.Of(now))
            .Set("Title", fork.Title)
            .Set("ConversationKey", fork.ConversationKey)
            .Set("Slug", fork.Slug)
            .Set("WorkingDirectory", fork.WorkingDirectory)
            .WhenViolated(Constraints.RowSecurity, () => new AccessDeniedException(scope.Access, "fork", $"session {sessionId}"))
            .WhenViolated(Constraints.SessionSlug, () => new AlreadyExistsException("session", "slug", fork.Slug!))
            .WhenViolated(Constraints.ConversationKey, () => new AlreadyExistsException("session", ConversationKey, fork.ConversationKey!))
            .Then(notices.For(scope, fork.Id));
    }
}
