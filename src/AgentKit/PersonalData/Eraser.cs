using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Removes rows in batches, children before their parents. A batch is one round trip and one transaction, and counts itself in it; it holds the
/// sessions' row locks, so that it is short, and none is held between two batches.
/// </summary>
internal sealed class Eraser(Database database)
{
    /// <summary>The most rows of one table that a batch removes; the constant in the queries.</summary>
    internal const int BatchRows = 1_000;

    private static readonly PersonalTable[] ChildrenFirst = [.. PersonalTables.OfSession.Reverse()];

    private static readonly PersonalTable[] OfUserChildrenFirst =
        [.. PersonalTables.All.Where(table => table.EraseOfUser is not null).Reverse()];

    private static readonly PersonalTable[] NamingOthers = [.. PersonalTables.All.Where(table => table.Pseudonymize is not null)];

    /// <summary>
    /// Removes sessions with everything in them. They go last, in a batch after one that left nothing of a table behind, so that the cascade of
    /// their deletion finds no more than what came in between.
    /// </summary>
    /// <returns>How many rows of all tables.</returns>
    public async Task<long> EraseSessionsAsync(Erasure erasure, Guid[] sessionIds, CancellationToken cancellationToken)
    {
        var removed = 0L;
        List<long> counts;
        do
        {
            counts = await RunAsync(erasure, [Lock(sessionIds), .. Children(erasure, sessionIds)], cancellationToken).ConfigureAwait(false);
            removed += counts.Sum();
        }
        while (counts.Exists(count => count >= BatchRows));

        var sessions = erasure.Give(database.Statement(PersonalTables.Sessions.Erase!)).Set("SessionIds", sessionIds);
        counts = await RunAsync(
            erasure, [Lock(sessionIds), .. Children(erasure, sessionIds), sessions], cancellationToken).ConfigureAwait(false);
        return removed + counts.Sum();
    }

    /// <summary>Removes what a person owns outside of sessions.</summary>
    public Task EraseOfUserAsync(Erasure erasure, string userId, CancellationToken cancellationToken) =>
        RepeatAsync(erasure, OfUserChildrenFirst, table => database.Statement(table.EraseOfUser!).Set("UserId", userId), cancellationToken);

    /// <summary>Replaces a person's id where it stands in rows of others.</summary>
    public Task PseudonymizeAsync(Erasure erasure, string userId, CancellationToken cancellationToken) =>
        RepeatAsync(
            erasure,
            NamingOthers,
            table => database.Statement(table.Pseudonymize!).Set("UserId", userId).Set("Pseudonym", $"erased:{erasure.Id}"),
            cancellationToken);

    /// <summary>What was counted under an id, in whichever call.</summary>
    public async Task<ErasureReceipt> GetReceiptAsync(AgentScope scope, Guid erasureId, CancellationToken cancellationToken)
    {
        var rows = await database.ListAsync<ReceiptRow>(
            scope, database.Statement(ErasureQueries.Receipt).Set("ErasureId", erasureId), cancellationToken).ConfigureAwait(false);
        return new ErasureReceipt
        {
            Id = erasureId,
            ErasedAt = rows.Count == 0 ? null : rows.Max(row => row.ErasedAt),
            Removed = CountsOf(rows, ReceiptRow.Removed),
            Pseudonymized = CountsOf(rows, ReceiptRow.Pseudonymized),
        };
    }

    private static Dictionary<string, long> CountsOf(List<ReceiptRow> rows, string action) =>
        rows.Where(row => row.Action == action).ToDictionary(row => row.TableName, row => row.RowCount, StringComparer.Ordinal);

    private async Task RepeatAsync(
        Erasure erasure, PersonalTable[] tables, Func<PersonalTable, Statement> statementOf, CancellationToken cancellationToken)
    {
        List<long> counts;
        do
        {
            counts = await RunAsync(
                erasure, [.. tables.Select(table => erasure.Give(statementOf(table)))], cancellationToken).ConfigureAwait(false);
        }
        while (counts.Exists(count => count > 0)); // to the end: a row that somebody changes meanwhile is passed over once
    }

    private Statement Lock(Guid[] sessionIds) => database.Statement(ErasureQueries.LockSessions).Set("SessionIds", sessionIds);

    private IEnumerable<Statement> Children(Erasure erasure, Guid[] sessionIds) =>
        ChildrenFirst.Select(table => erasure.Give(database.Statement(table.Erase!)).Set("SessionIds", sessionIds)
            .WhenViolated(Constraints.RunParent, () => Unlinkable(erasure))
            .WhenViolated(Constraints.ToolRunRun, () => Unlinkable(erasure))
            .WhenViolated(Constraints.TaskRun, () => Unlinkable(erasure)));

    private static AccessDeniedException Unlinkable(Erasure erasure) =>
        new(erasure.Scope.Access, "unlink", "work of others that refers to a run that is to be erased");

    /// <summary>Counts per statement; the lock, which answers ids, counts as none.</summary>
    private Task<List<long>> RunAsync(Erasure erasure, Statement[] statements, CancellationToken cancellationToken) =>
        database.BatchAsync(
            erasure.Scope,
            statements[0],
            statements,
            async (results, token) =>
            {
                List<long> counts = [];
                foreach (var statement in statements)
                {
                    if (statement.Name != ErasureQueries.LockSessions)
                    {
                        var row = await results.ReadSingleOrDefaultAsync<CountRow>(token).ConfigureAwait(false);
                        counts.Add(row?.Count ?? 0);
                    }

                    await results.NextAsync(token).ConfigureAwait(false);
                }

                return counts;
            },
            cancellationToken);
}
