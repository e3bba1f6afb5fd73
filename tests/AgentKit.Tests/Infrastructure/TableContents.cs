using Npgsql;

namespace AgentKit.Tests.Infrastructure;

/// <summary>What is in the tables of a schema, as the superuser sees it; the tables are those that the database has.</summary>
internal static class TableContents
{
    /// <summary>The rows of each table, sorted, as one text; empty where there are none. The record of migrations is left out.</summary>
    public static Task<IReadOnlyDictionary<string, string>> ReadAsync(string adminConnectionString) =>
        QueryAsync(adminConnectionString, ofUsers: "true", ofOthers: "true");

    /// <summary>
    /// The rows of a user, and those of their workspace in tables that it shares: where the policy for reading does not ask for the user.
    /// </summary>
    public static Task<IReadOnlyDictionary<string, string>> ReadAsync(string adminConnectionString, string workspace, string user)
    {
        var inWorkspace = $"workspace_id = '{workspace}'";
        return QueryAsync(adminConnectionString, ofUsers: $"{inWorkspace} AND user_id = '{user}'", ofOthers: inWorkspace);
    }

    /// <summary>Rows that are gone (-) and that have come (+), by table.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys).SelectMany(table =>
            Snapshot.Differences(before.GetValueOrDefault(table, ""), after.GetValueOrDefault(table, "")).Select(line => $"{table}: {line}")),
    ];

    private static async Task<IReadOnlyDictionary<string, string>> QueryAsync(string connectionString, string ofUsers, string ofOthers)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(
            """
            SELECT
                t.tablename::text,
                query_to_xml(
                    format(
                        'SELECT r::text FROM %I.%I AS r WHERE %s ORDER BY 1',
                        t.schemaname,
                        t.tablename,
                        CASE WHEN EXISTS (
                            SELECT FROM pg_policies AS p
                            WHERE p.schemaname = t.schemaname AND p.tablename = t.tablename AND p.cmd = 'SELECT' AND p.qual LIKE '%user\_id%'
                        ) THEN $1 ELSE $2 END),
                    true, true, '')::text
            FROM pg_tables AS t
            WHERE t.schemaname = 'agentkit' AND t.tablename <> 'schema_migrations'
            """);
        command.Parameters.Add(new() { Value = ofUsers });
        command.Parameters.Add(new() { Value = ofOthers });
        await using var reader = await command.ExecuteReaderAsync();
        SortedDictionary<string, string> contents = new(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            contents.Add(reader.GetString(0), reader.GetString(1).Trim());
        }

        return contents;
    }
}
