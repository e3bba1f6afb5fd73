using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>
/// How PostgreSQL finds a row by its key in tables that have no statistics yet: as long as nothing was analyzed, the index that was made last wins
/// among those that might serve, and a plan that was made then stays in use. Commits are found by their operation; the record of migrations is not
/// the application's.
/// </summary>
public sealed class KeyPlanTests : IAsyncLifetime
{
    private AgentKit.Testing.ThrowawayDatabase? _database;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateMigratedDatabaseAsync();

    public async Task DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task RowByKey_BeforeAnyStatistics_IsFoundByTheIndexOfTheKey()
    {
        var keys = await Sql.ScalarAsync<string[]>(_database!.AdminConnectionString, """
            SELECT array_agg(format(
                '%s|%s|%s',
                c.conname,
                c.conrelid::regclass,
                (
                    SELECT string_agg(format('%I = $%s', a.attname, k.ordinal), ' AND ' ORDER BY k.ordinal)
                    FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, ordinal)
                    JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
                )) ORDER BY c.conname)
            FROM pg_constraint AS c
            WHERE c.connamespace = 'agentkit'::regnamespace
                AND (c.contype = 'p' OR c.conname = 'session_commits_operation_key')
                AND c.conname NOT IN ('schema_migrations_pkey', 'session_commits_pkey')
            """);
        await using var connection = new NpgsqlConnection(_database.AdminConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET plan_cache_mode = force_generic_plan; SET ROLE agentkit_app");

        keys.Should().HaveCountGreaterThan(15);
        foreach (var key in keys.Select(key => key.Split('|')))
        {
            (await ExplainAsync(connection, key[1], key[2])).Should().Contain($"Index Scan using {key[0]} ", key[1]);
        }
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string table, string condition)
    {
        await ExecuteAsync(connection, $"PREPARE row_by_key AS SELECT * FROM {table} WHERE {condition}");
        var values = string.Join(", ", Enumerable.Repeat("NULL", condition.Split(" AND ").Length));
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE row_by_key ({values})", connection);
        var lines = new List<string>();
        await using (var reader = await explain.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }
        }

        await ExecuteAsync(connection, "DEALLOCATE row_by_key");
        return string.Join('\n', lines);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
