using System.Runtime.CompilerServices;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    private const int StreamPage = 200;

    public async Task<IReadOnlyList<Turn>> GetTurnsAsync(
        AgentScope scope, Guid sessionId, long afterNumber = 0, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfNegative(afterNumber);
        CountGuard.Require(limit, MaxPage, nameof(limit));

        var statement = database.Statement(SessionQueries.GetTurns)
            .Set("SessionId", sessionId)
            .Set("AfterNumber", afterNumber)
            .Set("Limit", limit);
        var rows = await database.ListAsync<TurnRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToTurn());
    }

    public async Task<IReadOnlyList<Turn>> GetLastTurnsAsync(
        AgentScope scope, Guid sessionId, int count, bool wholeToolCalls = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(count, MaxPage, nameof(count));

        var statement = database.Statement(wholeToolCalls ? SessionQueries.GetLastTurnsWhole : SessionQueries.GetLastTurns)
            .Set("SessionId", sessionId)
            .Set("Count", count);
        var rows = await database.ListAsync<TurnRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        rows.Reverse();
        return rows.ConvertAll(row => row.ToTurn());
    }

    public IAsyncEnumerable<Turn> StreamTurnsAsync(
        AgentScope scope, Guid sessionId, long afterNumber = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfNegative(afterNumber);
        return StreamAsync(scope, sessionId, afterNumber, cancellationToken);
    }

    /// <summary>By pages, so that no transaction stays open while the caller takes its time.</summary>
    private async IAsyncEnumerable<Turn> StreamAsync(
        AgentScope scope, Guid sessionId, long afterNumber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await GetTurnsAsync(scope, sessionId, afterNumber, StreamPage, cancellationToken).ConfigureAwait(false);
            foreach (var turn in page)
            {
                yield return turn;
            }

            if (page.Count < StreamPage)
            {
                yield break;
            }

            afterNumber = page[^1].Number;
        }
    }
}
