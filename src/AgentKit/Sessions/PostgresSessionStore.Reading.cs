using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    private static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<Session> GetAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default) =>
        await FindAsync(scope, sessionId, cancellationToken).ConfigureAwait(false) ?? throw new SessionNotFoundException(sessionId);

    public Task<Session?> FindAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return FindOneAsync(scope, database.Statement(SessionQueries.Get).Set("SessionId", sessionId), cancellationToken);
    }

    public Task<Session?> FindByConversationKeyAsync(
        AgentScope scope, string conversationKey, string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(conversationKey, NewSession.MaxTextLength, nameof(conversationKey));
        TextGuard.Require(agentId, Turn.MaxNameLength, nameof(agentId));

        var statement = database.Statement(SessionQueries.FindByConversationKey)
            .Set("ConversationKey", conversationKey)
            .Set("AgentId", agentId)
            .Set("UserId", scope.Access == AccessLevel.Admin ? null : scope.UserId);
        return FindOneAsync(scope, statement, cancellationToken);
    }

    public Task<Session?> FindBySlugAsync(AgentScope scope, string slug, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(slug, NewSession.MaxTextLength, nameof(slug));
        return FindOneAsync(scope, database.Statement(SessionQueries.FindBySlug).Set("Slug", slug), cancellationToken);
    }

    public async Task<SessionSnapshot> GetSnapshotAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await database.SingleOrDefaultAsync<SessionSnapshotRow>(
            scope,
            database.Statement(SessionQueries.GetSnapshot).Set("SessionId", sessionId),
            cancellationToken).ConfigureAwait(false);
        return row?.ToSnapshot() ?? throw new SessionNotFoundException(sessionId);
    }

    public async Task<SessionTotals> GetTotalsAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await database.SingleOrDefaultAsync<SessionRow>(
            scope,
            database.Statement(SessionQueries.GetTotals).Set("SessionId", sessionId),
            cancellationToken).ConfigureAwait(false);
        return row is null
            ? throw new SessionNotFoundException(sessionId)
            : new SessionTotals(row.TurnCount, row.InputTokens, row.OutputTokens, row.Cost);
    }

    public async Task<Page<Session>> ListAsync(
        AgentScope scope, SessionFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new SessionFilter();

        var rows = await database.ListAsync<SessionRow>(scope, ListStatement(scope, filter), cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToSession(), row => CursorOf(filter.Order, row));
    }

    private async Task<Session?> FindOneAsync(AgentScope scope, Statement statement, CancellationToken cancellationToken)
    {
        var row = await database.SingleOrDefaultAsync<SessionRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return row?.ToSession();
    }

    private Statement ListStatement(AgentScope scope, SessionFilter filter)
    {
        CountGuard.Require(filter.Limit, MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.UserId, AgentScope.MaxIdLength, nameof(filter.UserId));
        TextGuard.Optional(filter.AgentId, Turn.MaxNameLength, nameof(filter.AgentId));
        TextGuard.Optional(filter.Kind, NewSession.MaxTextLength, nameof(filter.Kind));

        var byActivity = filter.Order switch
        {
            SessionOrder.LastActivity => true,
            SessionOrder.Created => false,
            _ => throw new ArgumentException("Unknown order.", nameof(filter)),
        };
        var before = Cursor.Parse(filter.Cursor, byActivity ? CursorKind.SessionsByActivity : CursorKind.SessionsByCreation);

        // A user sees only their own rows anyway; said explicitly, it lets the index by user serve.
        var userId = filter.UserId ?? (scope.Access == AccessLevel.User ? scope.UserId : null);
        var query = (byActivity, userId) switch
        {
            (true, null) => SessionQueries.ListByActivity,
            (true, _) => SessionQueries.ListOfUserByActivity,
            (false, null) => SessionQueries.ListByCreation,
            (false, _) => SessionQueries.ListOfUserByCreation,
        };
        var statement = database.Statement(query)
            .Set("AgentId", filter.AgentId)
            .Set("Kind", filter.Kind)
            .Set("Statuses", filter.Statuses.Select(SessionStatusNames.Of).ToArray())
            .Set("BeforeId", before?.Id ?? UuidV7Bounds.Highest)
            .Set("Limit", filter.Limit + 1);
        if (userId is not null)
        {
            statement.Set("UserId", userId);
        }

        // Always a bound, never an optional one: PostgreSQL may then keep one plan for the first page and for the thousandth.
        var beforeTime = before?.Time ?? EndOfTime;
        return byActivity
            ? statement.Set("BeforeTime", beforeTime).Set("BeforeBucket", ActivityBucket.Of(beforeTime))
            : statement;
    }

    private static Cursor CursorOf(SessionOrder order, SessionRow row) =>
        order == SessionOrder.LastActivity
            ? new Cursor(CursorKind.SessionsByActivity, row.SessionId, row.LastTurnAt ?? row.CreatedAt)
            : new Cursor(CursorKind.SessionsByCreation, row.SessionId);
}
