using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The sessions in PostgreSQL. Its partial files follow the contract: reading, commits, updates, shorthands, turns.</summary>
internal sealed partial class PostgresSessionStore(
    Database database, IAgentRegistry agents, ResiliencePipelines pipelines, AgentKitOptions options, TimeProvider time)
    : ISessionStore, IDisposable
{
    private const int MaxPage = 1_000;

    private readonly SessionGates _gates = new();

    public async Task<Session> CreateAsync(AgentScope scope, NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        SessionGuard.Check(session);

        var agent = await agents.GetAsync(scope, session.AgentId, cancellationToken).ConfigureAwait(false);
        var phase = PhaseRules.First(agent.Definition, session.Id, session.Phase);

        var created = await database.WriteAsync<SessionOutcomeRow>(
            scope,
            CreateStatement(scope, session, phase),
            OutcomeStatement(session.Id, operationId: session.Id),
            cancellationToken).ConfigureAwait(false);

        // The session of somebody else is not what was asked for, also where the scope may read it.
        return created.Diagnosis is { IsCommitted: true } row && row.UserId == scope.UserId
            ? row.ToSession()
            : throw new AlreadyExistsException("session", "id", session.Id.ToString());
    }

    public void Dispose() => _gates.Dispose();

    private Statement CreateStatement(AgentScope scope, NewSession session, string? phase)
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
            .Set("Phase", phase)
            .Set("Title", session.Title)
            .Set("ConversationKey", session.ConversationKey)
            .Set("Slug", session.Slug)
            .Set("WorkingDirectory", session.WorkingDirectory)
            .Set("Metadata", StoredJson.Write(session.Metadata, limit, nameof(session.Metadata)))
            .Set("CapturedData", StoredJson.Write(session.CapturedData, limit, nameof(session.CapturedData)))
            .Set("Data", StoredJson.Write(session.Data, limit, nameof(session.Data)))
            .WhenViolated(Constraints.SessionSlug, () => new AlreadyExistsException("session", "slug", session.Slug!))
            .WhenViolated(Constraints.ConversationKey, () => new AlreadyExistsException(
                "session", "conversation key", session.ConversationKey!));
    }

    private Statement OutcomeStatement(Guid sessionId, Guid operationId) =>
        database.Statement(SessionQueries.Outcome)
            .Set("SessionId", sessionId)
            .Set("OperationId", operationId);
}
