using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Brings the batches of one import into the database and counts what they come to.</summary>
internal sealed class Importer(Database database, AgentScope scope, CancellationToken cancellationToken)
{
    /// <summary>How many runs are remembered that came before their parents: clocks that differ a little make few of them.</summary>
    private const int MaxOrphans = 10_000;

    private const string Runs = "runs";

    private readonly Dictionary<string, ImportedRows> _rows =
        PersonalTables.All.ToDictionary(table => table.Name, _ => new ImportedRows(0, 0), StringComparer.Ordinal);

    private readonly List<(Guid Run, Guid Parent)> _orphans = [];
    private long _linksCut;

    public async Task AddAsync(ImportBatch batch)
    {
        try
        {
            await SendAsync(batch).ConfigureAwait(false);
        }
        catch (DatabaseException error) when (IsAboutData(error))
        {
            // One by one, to know which it is. Those that are good are in the end where the whole batch would have put them.
            foreach (var single in batch.Single())
            {
                await SendSingleAsync(single).ConfigureAwait(false);
            }
        }
    }

    public async Task<ImportReceipt> EndAsync()
    {
        if (_orphans.Count > 0)
        {
            var statement = database.Statement("personal_data/import/relink_runs")
                .Set("RunIds", _orphans.ConvertAll(orphan => orphan.Run).ToArray())
                .Set("ParentRunIds", _orphans.ConvertAll(orphan => orphan.Parent).ToArray());
            var linked = await database.ListAsync<SessionKeyRow>(scope, statement, cancellationToken).ConfigureAwait(false);
            _linksCut -= linked.Count;
        }

        return new ImportReceipt { Rows = _rows, LinksCut = _linksCut };
    }

    private static bool IsAboutData(DatabaseException error) => error.SqlState is { } state && SqlStates.IsAboutData(state);

    private async Task SendSingleAsync(ImportBatch single)
    {
        var row = single[single.Tables.First()][0];
        try
        {
            await SendAsync(single).ConfigureAwait(false);
        }
        catch (DatabaseException error) when (IsAboutData(error))
        {
            throw new ImportException(row.Line, $"is refused: {error.Message.TrimEnd('.')}", error);
        }
    }

    private async Task SendAsync(ImportBatch batch)
    {
        PersonalTable[] tables = [.. batch.Tables];
        Statement[] statements = [.. tables.Select(table => batch.StatementFor(database, table))];
        var results = await database.BatchAsync(scope, statements[0], statements, ReadAsync(tables.Length), cancellationToken).ConfigureAwait(false);

        foreach (var (table, result) in tables.Zip(results))
        {
            var rows = batch[table];
            if (result.Refused is { } refused)
            {
                throw new ImportException(
                    rows[(int)refused - 1].Line,
                    "does not fit what is there: its id is somebody else's, or its session or task is, or is not there or older");
            }

            var (before, after) = _rows[table.Name];
            _rows[table.Name] = new(before + result.Inserted, after + rows.Count - result.Inserted);
            _linksCut += result.Cut.Length;
            Remember(table, rows, result.Cut);
        }
    }

    private void Remember(PersonalTable table, IReadOnlyList<ImportRow> rows, long[] cut)
    {
        if (table.Name != Runs)
        {
            return;
        }

        foreach (var row in cut.Select(ordinal => rows[(int)ordinal - 1]).Take(MaxOrphans - _orphans.Count))
        {
            _orphans.Add((Guid.Parse(row["run_id"]!), Guid.Parse(row["parent_run_id"]!)));
        }
    }

    private static Func<ResultReader, CancellationToken, ValueTask<List<ImportResultRow>>> ReadAsync(int count) => async (results, token) =>
    {
        List<ImportResultRow> rows = [];
        for (var i = 0; i < count; i++)
        {
            rows.Add((await results.ReadSingleOrDefaultAsync<ImportResultRow>(token).ConfigureAwait(false))!);
            await results.NextAsync(token).ConfigureAwait(false);
        }

        return rows;
    };
}
