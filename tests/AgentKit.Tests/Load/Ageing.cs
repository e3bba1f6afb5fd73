using System.Globalization;
using AgentKit.Testing;
using AgentKit.Tests.Testing;
using Npgsql;

namespace AgentKit.Tests.Load;

/// <summary>What a load leaves behind in the database: sizes, rows that are dead, and how tables and indexes are filled.</summary>
internal sealed record Ageing(string Table, long Rows, long Dead, long TableBytes, long IndexBytes, double HotShare, long Vacuums)
{
    private const string Statistics =
        """
        SELECT
            t.relname,
            t.n_live_tup,
            t.n_dead_tup,
            pg_table_size(t.relid),
            pg_indexes_size(t.relid),
            CASE WHEN t.n_tup_upd > 0 THEN t.n_tup_hot_upd::double precision / t.n_tup_upd ELSE 1 END,
            t.autovacuum_count
        FROM pg_stat_user_tables AS t
        WHERE t.relname IN ('sessions', 'session_state', 'session_commits', 'turns', 'tool_runs')
        ORDER BY t.relname
        """;

    private const string Density =
        """
        SELECT string_agg(
            format(
                '%s: %s %% dead, %s %% free; key %s %% full',
                c.relname,
                round((pgstattuple(c.oid)).dead_tuple_percent),
                round((pgstattuple(c.oid)).free_percent),
                round((pgstatindex(i.indexrelid)).avg_leaf_density)),
            E'\n' ORDER BY c.relname)
        FROM pg_class AS c
        JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relnamespace = 'agentkit'::regnamespace AND c.relname IN ('sessions', 'session_commits', 'turns', 'tool_runs')
        """;

    public static async Task<IReadOnlyList<Ageing>> ReadAsync(ThrowawayDatabase database)
    {
        await using var dataSource = NpgsqlDataSource.Create(database.AdminConnectionString);
        await using var command = dataSource.CreateCommand(Statistics);
        await using var reader = await command.ExecuteReaderAsync();
        List<Ageing> tables = [];
        while (await reader.ReadAsync())
        {
            tables.Add(new(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetDouble(5), reader.GetInt64(6)));
        }

        return tables;
    }

    /// <summary>How full the pages are, where the server has the extension that counts it; it reads every page.</summary>
    public static async Task<string> ReadDensityAsync(ThrowawayDatabase database)
    {
        var hasExtension = await Sql.ScalarAsync<bool>(
            database.AdminConnectionString, "SELECT EXISTS (SELECT FROM pg_available_extensions AS e WHERE e.name = 'pgstattuple')");
        if (!hasExtension)
        {
            return "the server has no pgstattuple";
        }

        await Sql.ExecuteAsync(database.AdminConnectionString, "CREATE EXTENSION IF NOT EXISTS pgstattuple");
        return await Sql.ScalarAsync<string>(database.AdminConnectionString, Density);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Table}: {Rows:N0} rows, {Dead:N0} dead, table {TableBytes >> 10:N0} KB, indexes {IndexBytes >> 10:N0} KB, HOT {HotShare:P1}, vacuumed {Vacuums}");
}
