using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>The change feed over <c>session_commits</c>. Reading is here; watching, in the partial file, is reading again and again.</summary>
internal sealed partial class PostgresChangeFeed(
    Database database, ChangeSignals signals, TimeProvider time, ILogger<PostgresChangeFeed> logger) : IChangeFeed
{
    private const int MaxPage = 1_000;

    /// <summary>After every version: asks for no change, and so only for where the session stands.</summary>
    private const long LastVersion = long.MaxValue;

    public async Task<ChangePage> ReadAsync(
        AgentScope scope, string? after = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, MaxPage, nameof(limit));
        var position = after is null ? FeedPosition.End : FeedPosition.Parse(after, nameof(after));

        var (page, next) = await ReadWorkspaceAsync(scope, position, limit, cancellationToken).ConfigureAwait(false);
        return new ChangePage(page.Changes, next.ToString(), page.HasMore);
    }

    public async Task<IReadOnlyList<SessionChange>> ReadAsync(
        AgentScope scope, Guid sessionId, long afterVersion = 0, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        CountGuard.Require(limit, MaxPage, nameof(limit));

        var (page, _) = await ReadSessionAsync(scope, sessionId, afterVersion, limit, cancellationToken).ConfigureAwait(false);
        return page.Changes;
    }

    /// <summary>A page, and the position up to which everything was read then.</summary>
    private async Task<(FeedPage Page, FeedPosition Next)> ReadWorkspaceAsync(
        AgentScope scope, FeedPosition after, int limit, CancellationToken cancellationToken)
    {
        var statement = database.Statement(ChangeQueries.Read)
            .Set("AfterPosition", after.Position)
            .Set("AfterSessionId", after.SessionId)
            .Set("AfterVersion", after.Version)
            .Set("Limit", limit + 1);
        var rows = await database.ListAsync<ChangeRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        var reach = rows[0]; // there is always one
        CheckOrder(after, reach);

        var page = Cut(rows, limit, withCursor: true) with { IsWaiting = reach.LatestPosition is not null };
        var next = page.HasMore ? rows[^1].ToPosition()
            : after == FeedPosition.End || after.Position < reach.Horizon ? new FeedPosition(reach.Horizon)
            : after;
        return (page, next);
    }

    /// <summary>A page, and the version that was read up to.</summary>
    private async Task<(FeedPage Page, long Next)> ReadSessionAsync(
        AgentScope scope, Guid sessionId, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        var statement = database.Statement(ChangeQueries.ReadOfSession)
            .Set("SessionId", sessionId)
            .Set("AfterVersion", afterVersion)
            .Set("Limit", limit + 1);
        var rows = await database.ListAsync<ChangeRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            throw new SessionNotFoundException(sessionId);
        }

        var latest = rows[0].LatestVersion;
        var page = Cut(rows, limit, withCursor: false);
        return (page, page.Changes.Count > 0 ? page.Changes[^1].Version : afterVersion == LastVersion ? latest : afterVersion);
    }

    /// <summary>A server that knows of later transactions than it has begun has not written them; to read on would leave some out.</summary>
    private static void CheckOrder(FeedPosition after, ChangeRow reach)
    {
        if (reach.LatestPosition >= reach.Frontier)
        {
            throw new ChangeFeedException("there are commits that this server has not written");
        }

        if (after != FeedPosition.End && after.Position > reach.Frontier)
        {
            throw new ChangeFeedException("the cursor is ahead of the server");
        }
    }

    /// <summary>Drops the row that only says whether another page follows, and the one that holds no change.</summary>
    private static FeedPage Cut(List<ChangeRow> rows, int limit, bool withCursor)
    {
        var hasMore = rows.Count > limit;
        if (hasMore)
        {
            rows.RemoveRange(limit, rows.Count - limit);
        }

        return new FeedPage([.. rows.Where(row => row.SessionId is not null).Select(row => row.ToChange(withCursor))], hasMore);
    }
}
