using AgentKit.Tests.Guards.Queries;

namespace AgentKit.Tests.Distribution;

/// <summary>What the rules of distribution have to know of a database: its tables, and how far functions may be moved.</summary>
/// <param name="Workspaces">The number of the column workspace_id, by table.</param>
/// <param name="Names">The name of each table.</param>
/// <param name="Volatility">Of each function: <c>i</c>, <c>s</c> or <c>v</c>.</param>
/// <param name="Inputs">The function that makes a value of a type out of a text.</param>
internal sealed record Catalog(
    IReadOnlyDictionary<int, int> Workspaces,
    IReadOnlyDictionary<int, string> Names,
    IReadOnlyDictionary<int, char> Volatility,
    IReadOnlyDictionary<int, int> Inputs)
{
    public static async Task<Catalog> ReadAsync(MigratedDatabase database)
    {
        var tables = await database.ReadAsync(
            """
            SELECT c.oid, c.relname, a.attnum
            FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
            WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p')
            """);
        var functions = await database.ReadAsync("SELECT p.oid, p.provolatile FROM pg_proc AS p WHERE $1 <> ''");
        var types = await database.ReadAsync("SELECT t.oid, t.typinput::oid FROM pg_type AS t WHERE $1 <> ''");
        return new(
            tables.ToDictionary(row => int.Parse(row[0]), row => int.Parse(row[2])),
            tables.ToDictionary(row => int.Parse(row[0]), row => row[1]),
            functions.ToDictionary(row => int.Parse(row[0]), row => row[1][0]),
            types.ToDictionary(row => int.Parse(row[0]), row => int.Parse(row[1])));
    }
}
