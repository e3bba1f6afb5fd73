using System.Text.RegularExpressions;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    private const int MaxMatches = 100;
    private const int MaxTurnsToSearch = 100_000;

    public async Task<Page<TurnMatch>> SearchTurnsAsync(AgentScope scope, TurnSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(search);
        var statement = SearchStatement(scope, search);

        List<TurnMatchRow> rows;
        try
        {
            rows = await database.ListAsync<TurnMatchRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException unknown) when (unknown.SqlState == SqlStates.UndefinedObject)
        {
            throw new ArgumentException("PostgreSQL has no text search configuration of this name.", nameof(search), unknown);
        }

        var matches = rows.FindAll(row => row.IsMatch);
        var page = PageCutter.Cut(matches, search.Limit, row => row.ToMatch(), row => row.ToCursor());
        return page.Next is null && rows.Find(row => !row.IsMatch) is { } last ? page with { Next = last.ToCursor().ToString() } : page;
    }

    private Statement SearchStatement(AgentScope scope, TurnSearch search)
    {
        TextGuard.Require(search.Query, TurnSearch.MaxQueryLength, nameof(search.Query));
        TextGuard.Optional(search.UserId, AgentScope.MaxIdLength, nameof(search.UserId));
        CountGuard.Require(search.Limit, MaxMatches, nameof(search.Limit));
        CountGuard.Require(search.MaxTurns, MaxTurnsToSearch, nameof(search.MaxTurns));
        if (search.Language is null || !ConfigurationName().IsMatch(search.Language))
        {
            throw new ArgumentException("A language is the name of a text search configuration: letters, digits and '_'.", nameof(search.Language));
        }

        var before = Cursor.Parse(search.Cursor, CursorKind.TurnSearch);
        return ChosenSearch(scope, search)
            .Set("Query", search.Query)
            .Set("Language", search.Language)
            .Set("From", search.From ?? DateTimeOffset.MinValue)
            .Set("To", search.To ?? EndOfTime)
            .Set("BeforeSessionId", before?.Id ?? UuidV7Bounds.Highest)
            .Set("BeforeNumber", before?.Number ?? long.MaxValue)
            .Set("MaxTurns", search.MaxTurns)
            .Set("Limit", search.Limit + 1);
    }

    /// <summary>The narrowest filter that has an index chooses the statement.</summary>
    private Statement ChosenSearch(AgentScope scope, TurnSearch search)
    {
        if (search.SessionId is { } sessionId)
        {
            return database.Statement(SessionQueries.SearchTurnsOfSession).Set("SessionId", sessionId).Set("UserId", search.UserId);
        }

        var userId = search.UserId ?? (scope.Access == AccessLevel.User ? scope.UserId : null);
        return userId is null
            ? database.Statement(SessionQueries.SearchTurns)
            : database.Statement(SessionQueries.SearchTurnsOfUser).Set("UserId", userId);
    }

    /// <summary>What <c>regconfig</c> reads as a name, with or without a schema; a number alone would be an object's id.</summary>
    [GeneratedRegex(
        @"\A[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex ConfigurationName();
}
