namespace AgentKit.Cli;

/// <summary>What goes with the tables of a schema, for people who are about to drop them.</summary>
internal sealed class SchemaLosses(Call call)
{
    private const string Loses = "-- Loses ";

    /// <summary>What the down files say of themselves, and the rows of the tables that they drop.</summary>
    public async Task<IReadOnlyList<string>> OfDownAsync(string script, CancellationToken cancellationToken)
    {
        await using var catalog = await CatalogReader.OpenAsync(call, cancellationToken);
        var rows = await ReadAsync(catalog, cancellationToken);
        var dropped = rows.Where(table => script.Contains($".{table.Name};", StringComparison.Ordinal));
        return [.. script.Split('\n').Where(line => line.StartsWith(Loses, StringComparison.Ordinal)).Select(Sentence), .. Describe(dropped)];
    }

    /// <summary>All rows, and what stands outside of the schema and depends on it.</summary>
    public async Task<IReadOnlyList<string>> OfAllAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await CatalogReader.OpenAsync(call, cancellationToken);
        var rows = await ReadAsync(catalog, cancellationToken);
        var dependents = await catalog.AskAsync("dependents", row => row.GetString(0), cancellationToken);
        return [.. Describe(rows), .. dependents.Select(dependent => $"Goes with it, though it stands elsewhere: {dependent}.")];
    }

    private static string Sentence(string line) => $"Loses {line[Loses.Length..].Split(':')[0]}.";

    private static List<string> Describe(IEnumerable<(string Name, long? Rows)> tables)
    {
        var known = tables.ToLookup(table => table.Rows is not null);
        var filled = known[true].Where(table => table.Rows > 0).ToArray();
        List<string> losses = [];
        if (filled.Length > 0)
        {
            var each = string.Join(", ", filled.Select(table => $"{table.Name} {Words.Number(table.Rows ?? 0)}"));
            losses.Add($"About {Words.Number(filled.Sum(table => table.Rows ?? 0))} rows: {each}.");
        }

        if (known.Contains(false))
        {
            losses.Add($"Rows that PostgreSQL has not counted yet, in {string.Join(", ", known[false].Select(table => table.Name))}.");
        }

        return losses.Count > 0 ? losses : ["The tables are empty, as far as PostgreSQL has counted."];
    }

    private static Task<IReadOnlyList<(string Name, long? Rows)>> ReadAsync(CatalogReader catalog, CancellationToken cancellationToken) =>
        catalog.AskAsync("table_rows", row => (row.GetString(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), cancellationToken);
}
