using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The access log in PostgreSQL. What writes it is <see cref="AdminAudit"/>.</summary>
internal sealed class PostgresAccessLog(Database database) : IAccessLog
{
    private const int MaxPage = 1_000;

    public async Task<Page<AccessRecord>> ListAsync(
        AgentScope scope, AccessFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new AccessFilter();

        var rows = await database.ListAsync<AccessRow>(scope, ListStatement(filter), cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToRecord(), row => new Cursor(CursorKind.AccessLog, row.AccessId));
    }

    private Statement ListStatement(AccessFilter filter)
    {
        CountGuard.Require(filter.Limit, MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.UserId, AgentScope.MaxIdLength, nameof(filter.UserId));

        var to = filter.To is { } end ? UuidV7Bounds.At(end) : UuidV7Bounds.Highest;
        var cursor = Cursor.Parse(filter.Cursor, CursorKind.AccessLog)?.Id;
        return FilteredList(filter)
            .Set("FromId", filter.From is { } start ? UuidV7Bounds.At(start) : UuidV7Bounds.Lowest)
            .Set("BeforeId", cursor < to ? cursor.Value : to)
            .Set("Limit", filter.Limit + 1);
    }

    private Statement FilteredList(AccessFilter filter) => filter switch
    {
        { SessionId: { } sessionId } => database.Statement(AccessQueries.ListBySession).Set("SessionId", sessionId).Set("UserId", filter.UserId),
        { UserId: { } userId } => database.Statement(AccessQueries.ListByUser).Set("UserId", userId),
        _ => database.Statement(AccessQueries.List),
    };
}
