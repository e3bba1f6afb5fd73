using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Removes rows in batches, children before their parents; each batch counts itself in the receipt. Sessions go in one transaction with the
/// choice of them, so that none goes that came back after it was chosen, and nobody meets half of one. All else is a transaction a batch.
/// </summary>
internal sealed class Eraser(Database database)
{
    /// <summary>How many turns or commits the sessions of one transaction have together, where there is more than one of them.</summary>
    private const long MostAtOnce = 10_000;

    /// <summary>What the removal of sessions is called where it is observed.</summary>
    private const string Sessions = "personal_data/erase_sessions";

    private static readonly PersonalTable[] ChildrenFirst = [.. PersonalTables.OfSession.Reverse()];

    private static readonly PersonalTable[] OfUserChildrenFirst =
        [.. PersonalTables.All.Where(table => table.EraseOfUser is not null).Reverse()];

    private static readonly PersonalTable[] NamingOthers = [.. PersonalTables.All.Where(table => table.Pseudonymize is not null)];

    /// <summary>Removes the first of the chosen sessions with everything in them.</summary>
    /// <param name="erasure">Under which it is counted.</param>
    /// <param name="choose">Locks them; made anew where the transaction is sent again.</param>
    /// <param name="cancellationToken">Undoes all of it, up to the commit.</param>
    /// <returns>How many rows of all tables; <see langword="null"/> where none is chosen any more.</returns>
    public Task<long?> EraseSessionsAsync(Erasure erasure, Func<Statement> choose, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            erasure.Scope, Sessions, (transaction, token) => EraseAsync(transaction, erasure, choose(), token), cancellationToken);

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

    private async Task<long?> EraseAsync(
        ScopedTransaction transaction, Erasure erasure, Statement choose, CancellationToken cancellationToken)
    {
        var chosen = await transaction.ListAsync<ChosenSessionRow>(choose, cancellationToken).ConfigureAwait(false);
        if (chosen.Count == 0)
        {
            return null;
        }

        var size = 0L;
        Guid[] sessionIds = [.. chosen.TakeWhile((row, i) => (size += row.Size) <= MostAtOnce || i == 0).Select(row => row.Id)];
        var removed = 0L;
        List<long> counts;
        do
        {
            counts = await RunAsync(transaction, [.. Children(erasure, sessionIds)], cancellationToken).ConfigureAwait(false);
            removed += counts.Sum();
        }
        while (counts.Exists(count => count > 0)); // to the end: what is left goes uncounted with its session

        var sessions = erasure.Give(database.Statement(PersonalTables.Sessions.Erase!)).Set("SessionIds", sessionIds);
        counts = await RunAsync(transaction, [sessions], cancellationToken).ConfigureAwait(false);
        return removed + counts.Sum();
    }

    private IEnumerable<Statement> Children(Erasure erasure, Guid[] sessionIds) =>
        ChildrenFirst.Select(table => erasure.Give(database.Statement(table.Erase!)).Set("SessionIds", sessionIds)
            .WhenViolated(Constraints.RunParent, () => Unlinkable(erasure))
            .WhenViolated(Constraints.ToolRunRun, () => Unlinkable(erasure))
            .WhenViolated(Constraints.TaskRun, () => Unlinkable(erasure)));

    private static AccessDeniedException Unlinkable(Erasure erasure) =>
        new(erasure.Scope.Access, "unlink", "work of others that refers to a run that is to be erased");

    private static Task<List<long>> RunAsync(ScopedTransaction transaction, Statement[] statements, CancellationToken cancellationToken) =>
        transaction.BatchAsync(statements, (results, token) => ReadCountsAsync(results, statements.Length, token), cancellationToken);

    private Task<List<long>> RunAsync(Erasure erasure, Statement[] statements, CancellationToken cancellationToken) =>
        database.BatchAsync(
            erasure.Scope,
            statements[0],
            statements,
            (results, token) => ReadCountsAsync(results, statements.Length, token),
            cancellationToken).AsTask();

    private static async ValueTask<List<long>> ReadCountsAsync(ResultReader results, int count, CancellationToken cancellationToken)
    {
        List<long> counts = [];
        while (counts.Count < count)
        {
            var row = await results.ReadSingleOrDefaultAsync<CountRow>(cancellationToken).ConfigureAwait(false);
            counts.Add(row?.Count ?? 0);
            await results.NextAsync(cancellationToken).ConfigureAwait(false);
        }

        return counts;
    }
}
