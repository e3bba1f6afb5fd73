namespace AgentKit.Cli;

/// <summary>What goes with the tables of a schema, for people who are about to drop them.</summary>
internal sealed class SchemaLosses(Call call)
{
    private const string Loses = "-- Loses ";

    /// <summary>What the down files say of themselves, and the rows of the tables that they drop.</summary>
    public async Task<IReadOnlyList<string>> OfDownAsync(string script, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(cancellationToken);
        var dropped = rows.Where(table => script.Contains($".{table.Name};", StringComparison.Ordinal));
        return [.. script.Split('\n').Where(line => line.StartsWith(Loses, StringComparison.Ordinal)).Select(Sentence), .. Describe(dropped)];
    }

    public async Task<IReadOnlyList<string>> OfAllAsync(CancellationToken cancellationToken) =>
        Describe(await ReadAsync(cancellationToken));

    private static string Sentence(string line) => $"Loses {line[Loses.Length..].Split(':')[0]}.";

    private static IReadOnlyList<string> Describe(IEnumerable<(string Name, long Rows)> tables)
    {
        var filled = tables.Where(table => table.Rows > 0).ToArray();
        if (filled.Length == 0)
        {
            return ["The tables are empty, as far as PostgreSQL has counted."];
        }

        var each = string.Join(", ", filled.Select(table => $"{table.Name} {Words.Number(table.Rows)}"));
        return [$"About {Words.Number(filled.Sum(table => table.Rows))} rows: {each}."];
    }

    private async Task<IReadOnlyList<(string Name, long Rows)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await CatalogReader.OpenAsync(call, cancellationToken);
        return await catalog.AskAsync("table_rows", row => (row.GetString(0), row.GetInt64(1)), cancellationToken);
    }
}
