using Npgsql;

namespace AgentKit.Tests.Isolation;

/// <summary>A table of the schema, and how it is isolated: as its policies say, not as a list does.</summary>
/// <param name="Name">The table's.</param>
/// <param name="Kind">The one whose policies it has.</param>
/// <param name="Columns">All that can be written, separated by commas.</param>
internal sealed record IsolatedTable(string Name, TableKind Kind, string Columns)
{
    private const string PoliciesOf =
        """
        SELECT string_agg(concat_ws(' ', policyname, permissive, roles, cmd, qual, with_check), E'\n' ORDER BY policyname)
        FROM pg_policies
        WHERE schemaname = 'agentkit' AND tablename = $1
        """;

    /// <summary>Every table but the record of migrations. One that is isolated in a way of its own making is an error.</summary>
    public static async Task<IReadOnlyList<IsolatedTable>> FindAsync(string adminConnectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(adminConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        var kinds = await KindsAsync(connection);
        var tables = await RowsAsync(
            connection,
            """
            SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
            FROM information_schema.columns
            WHERE table_schema = 'agentkit' AND table_name <> 'schema_migrations' AND is_generated = 'NEVER'
            GROUP BY table_name
            ORDER BY table_name
            """);
        List<IsolatedTable> found = [];
        foreach (var table in tables)
        {
            var policies = (await RowsAsync(connection, PoliciesOf, table[0]))[0][0];
            found.Add(new(
                table[0],
                kinds.GetValueOrDefault(policies) ?? throw new InvalidOperationException($"{table[0]} has policies of its own:\n{policies}"),
                table[1]));
        }

        return found;
    }

    /// <summary>What the policies of each kind are: those that the function makes for a table of that kind, which is then not kept.</summary>
    private static async Task<Dictionary<string, TableKind>> KindsAsync(NpgsqlConnection connection)
    {
        Dictionary<string, TableKind> kinds = [];
        foreach (var kind in TableKind.All)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await RowsAsync(connection, "CREATE TABLE agentkit.isolated_as (workspace_id text, user_id text, session_id uuid, tool_run_id uuid, event_id uuid)");
            await RowsAsync(connection, "SELECT agentkit.isolate('agentkit', 'isolated_as', 'agentkit_app', $1, NULLIF($2, '')::name)::text", kind.Name, kind.GroupedBy ?? "");
            kinds.Add((await RowsAsync(connection, PoliciesOf, "isolated_as"))[0][0], kind);
            await transaction.RollbackAsync();
        }

        return kinds;
    }

    private static async Task<List<string[]>> RowsAsync(NpgsqlConnection connection, string sql, params string[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new() { Value = argument });
        }

        await using var reader = await command.ExecuteReaderAsync();
        List<string[]> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString()!)]);
        }

        return rows;
    }
}
