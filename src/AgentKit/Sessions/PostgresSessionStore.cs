using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The sessions in PostgreSQL. Its partial files follow the contract: reading, commits, usage, updates, shorthands, turns.</summary>
internal sealed partial class PostgresSessionStore(
    Database database,
    IAgentRegistry agents,
    SessionCommitGroups groups,
    ChangeNotices notices,
    ResiliencePipelines pipelines,
    AgentKitOptions options,
    TimeProvider time,
    Telemetry telemetry)
    : ISessionStore
{
    private const int MaxPage = 1_000;
    private const string ConversationKey = "conversation key";

    private readonly SessionGates _gates = new(telemetry.Watch(new SessionWaits()));

    public async Task<Session> CreateAsync(AgentScope scope, NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        SessionGuard.Check(session);
        if (scope.WorkspaceId == AgentScope.SharedWorkspaceId)
        {
            throw new ArgumentException("The shared catalogue holds agents, not sessions.", nameof(scope));
        }

        var create = CreateStatement(scope, session); // what cannot be stored is refused before the agent is asked for
        try
        {
            var agent = await agents.GetAsync(scope, session.AgentId, cancellationToken).ConfigureAwait(false);
            create.Set("Phase", PhaseRules.First(agent.Definition, session.Id, session.Phase));
        }
        catch (AgentKitException error) when (error is AgentNotFoundException or InvalidTransitionException)
        {
            // Agents change: what was created when it was allowed is still what it was.
            var earlier = await FindResultAsync(scope, session.Id, operationId: session.Id, cancellationToken).ConfigureAwait(false);
            if (earlier is not null && earlier.UserId == scope.UserId)
            {
                return earlier;
            }

            throw;
        }

        var created = await database.WriteAsync<SessionOutcomeRow>(
            scope,
            create,
            OutcomeStatement(session.Id, operationId: session.Id),
            cancellationToken).ConfigureAwait(false);

        // The session of somebody else is not what was asked for, also where the scope may read it.
        return created.Diagnosis is { IsCommitted: true } row && row.UserId == scope.UserId
            ? row.ToSession()
            : throw new AlreadyExistsException("session", "id", session.Id.ToString());
    }

    public async Task<Session> GetOrCreateAsync(AgentScope scope, NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        SessionGuard.Check(session);
        if (session.ConversationKey is null)
        {
            throw new ArgumentException("A conversation is found by its key.", nameof(session));
        }

        CreateStatement(scope, session); // what cannot be stored is refused also where there is a session already

        for (var attempt = 1; ; attempt++)
        {
            if (await FindOneAsync(scope, FindOwnStatement(scope, session), cancellationToken).ConfigureAwait(false) is { } open)
            {
                return open;
            }

            try
            {
                return await CreateAsync(scope, session, cancellationToken).ConfigureAwait(false);
            }
            catch (AlreadyExistsException taken) when (taken.Key == ConversationKey && attempt < MaxResends)
            {
                // Somebody else created it in between; unless it was closed at once, it is found now.
            }
        }
    }

    private Statement FindOwnStatement(AgentScope scope, NewSession session) =>
        database.Statement(SessionQueries.FindOwnByConversationKey)
            .Set("ConversationKey", session.ConversationKey)
            .Set("AgentId", session.AgentId)
            .Set("UserId", scope.UserId ?? "");

    private Statement CreateStatement(AgentScope scope, NewSession session)
    {
        var now = time.GetUtcNow();
        var limit = options.Limits.MetadataBytes;
        return database.Statement(SessionQueries.Create)
            .Set("SessionId", session.Id)
            .Set("Now", now)
            .Set("ActiveBucket", ActivityBucket.Of(now))
            .Set("UserId", scope.UserId)
            .Set("AgentId", session.AgentId)
            .Set("Kind", session.Kind)
            .Set("Title", session.Title)
            .Set("ConversationKey", session.ConversationKey)
            .Set("Slug", session.Slug)
            .Set("WorkingDirectory", session.WorkingDirectory)
            .Set("Metadata", StoredJson.Write(session.Metadata, limit, nameof(session.Metadata)))
            .Set("CapturedData", StoredJson.Write(session.CapturedData, limit, nameof(session.CapturedData)))
            .Set("Data", StoredJson.Write(session.Data, limit, nameof(session.Data)))
            .WhenViolated(Constraints.SessionSlug, () => new AlreadyExistsException("session", "slug", session.Slug!))
            .WhenViolated(Constraints.ConversationKey, () => new AlreadyExistsException(
                "session", ConversationKey, session.ConversationKey!))
            .Then(notices.For(scope, session.Id));
    }

    /// <summary>What an operation has come to, if it was applied.</summary>
    private async Task<Session?> FindResultAsync(
        AgentScope scope, Guid sessionId, Guid operationId, CancellationToken cancellationToken)
    {
        var outcome = await FindOutcomeAsync(scope, sessionId, operationId, cancellationToken).ConfigureAwait(false);
        return outcome?.ToSession();
    }

    private async Task<SessionRow?> FindOutcomeAsync(
        AgentScope scope, Guid sessionId, Guid operationId, CancellationToken cancellationToken)
    {
        var outcome = await database.SingleOrDefaultAsync<SessionOutcomeRow>(
            scope, OutcomeStatement(sessionId, operationId), cancellationToken).ConfigureAwait(false);
        return outcome is { IsCommitted: true } ? outcome : null;
    }

    private Statement OutcomeStatement(Guid sessionId, Guid operationId) =>
        database.Statement(SessionQueries.Outcome)
            .Set("SessionId", sessionId)
            .Set("OperationId", operationId);
}
