using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Retention in PostgreSQL. A call counts under an id like an erasure, and forgets it when the counts are told.</summary>
internal sealed class PostgresRetention(Database database, Eraser eraser, TimeProvider time) : IRetention
{
    public async Task<RetentionReceipt> ApplyAsync(AgentScope scope, RetentionPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        RetentionGuard.Check(policy);
        if (scope.Access != AccessLevel.Service)
        {
            throw new AccessDeniedException(scope.Access, "apply retention to", $"workspace {scope.WorkspaceId}");
        }

        var now = time.GetUtcNow();
        var erasure = new Erasure(scope, Guid.CreateVersion7(now), now);
        var left = (long)policy.MaxRows;
        foreach (var rule in Rules(policy, now))
        {
            left -= await rule(erasure, left, cancellationToken).ConfigureAwait(false);
            if (left <= 0)
            {
                break;
            }
        }

        var receipt = await eraser.GetReceiptAsync(scope, erasure.Id, cancellationToken).ConfigureAwait(false);
        await database.ListAsync<CountRow>(
            scope, database.Statement(RetentionQueries.ForgetReceipt).Set("ErasureId", erasure.Id), cancellationToken).ConfigureAwait(false);
        return new RetentionReceipt { Removed = receipt.Removed, HasMore = left <= 0 };
    }

    /// <summary>Each removes up to so many rows and says how many it did. Sessions come first: with them goes most of the rest.</summary>
    private IEnumerable<Func<Erasure, long, CancellationToken, Task<long>>> Rules(RetentionPolicy policy, DateTimeOffset now)
    {
        foreach (var (status, age) in policy.Sessions)
        {
            var isOver = status is SessionStatus.Closed or SessionStatus.Archived;
            yield return (erasure, most, token) => RemoveSessionsAsync(
                erasure,
                () => database.Statement(isOver ? RetentionQueries.ClosedSessions : RetentionQueries.IdleSessions)
                    .Set("Status", SessionStatusNames.Of(status))
                    .Set("Before", Age.Before(now, age)),
                most,
                token);
        }

        foreach (var (status, age) in policy.Tasks)
        {
            yield return Ended(RetentionQueries.Tasks, TaskStatusNames.Of(status), Age.Before(now, age));
        }

        foreach (var (status, age) in policy.ToolRuns)
        {
            yield return Ended(RetentionQueries.ToolRuns, ToolRunStatusNames.Of(status), Age.Before(now, age));
        }

        if (policy.ArchivedTurns is { } archivedTurns)
        {
            yield return (erasure, most, token) => RemoveArchivedTurnsAsync(erasure, Age.Before(now, archivedTurns), most, token);
        }

        if (policy.Events is { } events)
        {
            yield return ById(RetentionQueries.Events, Age.Before(now, events), statement => statement);
        }

        if (policy.AccessLog is { } accessLog)
        {
            yield return ById(RetentionQueries.AccessLog, Age.Before(now, accessLog), statement => statement);
        }
    }

    private Func<Erasure, long, CancellationToken, Task<long>> Ended(string query, string status, DateTimeOffset before) =>
        ById(query, before, statement => statement.Set("Status", status).Set("Before", before));

    /// <summary>What was made before a time has an id below a bound.</summary>
    private Func<Erasure, long, CancellationToken, Task<long>> ById(string query, DateTimeOffset before, Func<Statement, Statement> give) =>
        async (erasure, most, cancellationToken) =>
        {
            var removed = 0L;
            Guid? last = UuidV7Bounds.Lowest;
            while (last is not null && removed < most)
            {
                var statement = erasure.Give(give(database.Statement(query)))
                    .Set("AfterId", last.Value)
                    .Set("BeforeId", UuidV7Bounds.At(before));
                var row = await database.SingleOrDefaultAsync<CountRow>(erasure.Scope, statement, cancellationToken).ConfigureAwait(false);
                (removed, last) = (removed + (row?.Count ?? 0), row?.LastId);
            }

            return removed;
        };

    private async Task<long> RemoveArchivedTurnsAsync(
        Erasure erasure, DateTimeOffset before, long most, CancellationToken cancellationToken)
    {
        var removed = 0L;
        long count;
        do
        {
            var statement = erasure.Give(database.Statement(RetentionQueries.ArchivedTurns)).Set("Before", before);
            var row = await database.SingleOrDefaultAsync<CountRow>(erasure.Scope, statement, cancellationToken).ConfigureAwait(false);
            removed += count = row?.Count ?? 0;
        }
        while (count > 0 && removed < most);

        return removed;
    }

    private async Task<long> RemoveSessionsAsync(
        Erasure erasure, Func<Statement> choose, long most, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (removed < most
            && await eraser.EraseSessionsAsync(erasure, choose, cancellationToken).ConfigureAwait(false) is { } count)
        {
            removed += count;
        }

        return removed;
    }
}
