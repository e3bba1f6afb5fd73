using System.Globalization;

namespace AgentKit.Cli;

/// <summary>How well the tables are looked after, and what holds up vacuum and the change feed.</summary>
internal static class TableChecks
{
    private const long ManyDead = 10_000;
    private const double DeadShare = 0.3;
    private const long ManyRows = 1_000;
    private const int OldFreezeAge = 50;

    public static async Task<IReadOnlyList<Check>> RunAsync(Call call, CatalogReader catalog, CancellationToken cancellationToken)
    {
        var schema = call.Options.Schema;
        var tables = await catalog.AskAsync(
            "tables",
            row => new Table(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3), row.GetInt32(4)),
            cancellationToken);
        var invalid = await catalog.AskAsync("invalid_indexes", row => row.GetString(0), cancellationToken);
        var transactions = await catalog.AskAsync(
            "transactions",
            row => new Transaction(row.GetString(0), row.GetString(1), TimeSpan.FromSeconds(row.GetDouble(2)), row.GetBoolean(3)),
            cancellationToken);
        return
        [
            .. Bloat(schema, tables),
            .. Statistics(schema, tables),
            .. FreezeAge(schema, tables),
            .. Indexes(schema, invalid),
            .. Transactions(transactions),
        ];
    }

    private static IEnumerable<Check> Bloat(string schema, IEnumerable<Table> tables) => OrFine(
        "bloat",
        "no table is full of dead rows",
        tables.Where(table => table.Dead > ManyDead && table.Dead > DeadShare * (table.Live + table.Dead)).Select(table => Check.Warning(
            "bloat",
            string.Create(CultureInfo.InvariantCulture, $"{table.Name} holds {Words.Number(table.Dead)} dead rows beside {Words.Number(table.Live)} live ones"),
            $"VACUUM (ANALYZE) {schema}.{table.Name}")));

    private static IEnumerable<Check> Statistics(string schema, IEnumerable<Table> tables) => OrFine(
        "statistics",
        "PostgreSQL knows what is in the tables",
        tables.Where(table => !table.IsAnalyzed && table.Live > ManyRows).Select(table => Check.Warning(
            "statistics", $"{table.Name} was never analyzed: plans are guesses", $"ANALYZE {schema}.{table.Name}")));

    private static IEnumerable<Check> FreezeAge(string schema, IEnumerable<Table> tables) => OrFine(
        "wraparound",
        "far away",
        tables.Where(table => table.FreezeAge > OldFreezeAge).Select(table => Check.Problem(
            "wraparound",
            $"{table.Name} has used {table.FreezeAge} % of the transaction ids after which PostgreSQL refuses writes",
            $"VACUUM (FREEZE) {schema}.{table.Name}, and find out what holds autovacuum up")));

    private static IEnumerable<Check> Indexes(string schema, IEnumerable<string> invalid) => OrFine(
        "indexes",
        "all are valid",
        invalid.Select(index => Check.Problem("indexes", $"{index} is not valid: a build was broken off", $"REINDEX INDEX CONCURRENTLY {schema}.{index}")));

    private static IEnumerable<Check> Transactions(IEnumerable<Transaction> transactions) => OrFine(
        "transactions",
        "none stays open that has written",
        transactions.Select(transaction => transaction.IsPrepared
            ? Check.Warning(
                "transactions",
                $"{transaction.Name} of {transaction.Owner} is prepared since {Words.Duration(transaction.Age)}: it holds up change feeds and vacuum",
                $"COMMIT PREPARED or ROLLBACK PREPARED '{transaction.Name}'")
            : Check.Warning(
                "transactions",
                $"process {transaction.Name} of {transaction.Owner} has a transaction open since {Words.Duration(transaction.Age)} that has written: "
                    + "it holds up change feeds and vacuum",
                $"End it in its application, or SELECT pg_terminate_backend({transaction.Name})")));

    private static IEnumerable<Check> OrFine(string name, string finding, IEnumerable<Check> found) =>
        found.DefaultIfEmpty(Check.Ok(name, finding));

    private sealed record Table(string Name, long Live, long Dead, bool IsAnalyzed, int FreezeAge);

    private sealed record Transaction(string Name, string Owner, TimeSpan Age, bool IsPrepared);
}
