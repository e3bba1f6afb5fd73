using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// <c>sql/citus.sql</c>, run by psql where functions of the names of Citus's keep a record: its syntax, names, order, and that it may run again.
/// </summary>
public sealed class CitusScriptTests : IAsyncLifetime
{
    private const string Schema = "my-agents";

    private readonly string _role = TestPostgres.NewRoleName();
    private ThrowawayDatabase? _database;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(_database, new AgentKitOptions { Schema = Schema, ApplicationRole = _role });
        await migrator.UpAsync();
        await ExecuteAsync(await Repository.ReadAsync("tests/AgentKit.Tests/Distribution/citus_stub.sql"));
        await ExecuteAsync($"ALTER DATABASE \"{_database.Name}\" SET search_path = public, citus_stub");
    }

    public async Task DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task Script_OnAMigratedSchema_DistributesEveryTableOnceAndBesideTheSessions()
    {
        await RunAsync();

        var left = await ReadAsync(
            $"""
            SELECT c.relname
            FROM pg_class AS c
            WHERE c.relnamespace = '"{Schema}"'::regnamespace
                AND c.relkind IN ('r', 'p')
                AND NOT EXISTS (SELECT FROM citus_stub.pg_dist_partition AS p WHERE p.logicalrelid = c.oid AND p.partkey = 'workspace_id')
            """);
        left.Should().Equal(["schema_migrations"], "a new table has its line in sql/citus.sql, after the tables that it refers to");
        (await ReadAsync($"SELECT DISTINCT p.beside FROM citus_stub.pg_dist_partition AS p WHERE p.logicalrelid <> '\"{Schema}\".sessions'::regclass"))
            .Should().Equal($"\"{Schema}\".sessions");
        (await CallsAsync()).Should().StartWith(
        [
            $"create_distributed_function \"{Schema}\".feed_position(xid8)",
            $"create_distributed_function \"{Schema}\".readable_blocks(json)",
            $"create_distributed_table \"{Schema}\".sessions by workspace_id with none",
        ]);
        (await ReadAsync($"SELECT r.rolcanlogin::text FROM pg_roles AS r WHERE r.rolname = '{_role}'")).Should().Equal("true");
    }

    [Fact]
    public async Task Script_RunAgain_DistributesWhatIsNewAndNothingTwice()
    {
        await RunAsync();
        await ExecuteAsync($"DELETE FROM citus_stub.pg_dist_partition WHERE logicalrelid = '\"{Schema}\".events'::regclass; DELETE FROM citus_stub.calls");

        await RunAsync();

        (await CallsAsync()).Should().Equal(
            $"create_distributed_function \"{Schema}\".feed_position(xid8)",
            $"create_distributed_function \"{Schema}\".readable_blocks(json)",
            $"create_distributed_table \"{Schema}\".events by workspace_id with \"{Schema}\".sessions");
    }

    [Fact]
    public async Task Script_WhereRowsWereBefore_LeavesNoneOfThemOnTheCoordinator()
    {
        await ExecuteAsync($"INSERT INTO \"{Schema}\".events VALUES (gen_random_uuid(), now(), NULL, NULL, 'acme', 'ana', 'hook', 'a', NULL, NULL)");

        await RunAsync();

        (await CallsAsync()).Should().EndWith($"truncate_local_data_after_distributing_table \"{Schema}\".events");
    }

    [Theory]
    [InlineData("citus_stub.result_on_shards", "*row-level security is not that of the coordinator*shard 102008*worker-1*")]
    [InlineData("citus_stub.result_on_workers", "*no LOGIN, or bypasses row-level security*worker-1*")]
    public async Task Script_WhereANodeDiffers_FailsAndNamesIt(string setting, string message)
    {
        await ExecuteAsync($"ALTER DATABASE \"{_database!.Name}\" SET {setting} = 'something else'");

        (await FluentActions.Awaiting(RunAsync).Should().ThrowAsync<InvalidOperationException>()).WithMessage(message);
    }

    [Theory]
    [InlineData("acme", "u-1", "user")]
    [InlineData("it's \\ \"x\"; DROP TABLE t --", "%s $1 \n\t", "service")]
    [InlineData(null, null, null)]
    public async Task SetContext_AnyText_HoldsToTheEndOfTheTransaction(string? workspace, string? user, string? access)
    {
        await RunAsync();
        await using var connection = new NpgsqlConnection(_database!.ConnectionString);
        await connection.OpenAsync();

        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var enter = new NpgsqlCommand($"SELECT \"{Schema}\".set_context($1, $2, $3)", connection);
            foreach (var value in (string?[])[workspace, user, access])
            {
                enter.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = value });
            }

            await enter.ExecuteNonQueryAsync();
            (await SettingsAsync(connection)).Should().Equal(workspace ?? "", user ?? "", access ?? "");
            await transaction.CommitAsync();
        }

        (await SettingsAsync(connection)).Should().Equal("", "", "");
    }

    private Task RunAsync() => Shell.RunAsync(
        $"psql -X -q -v ON_ERROR_STOP=1 -v schema={Schema} -v app_role={_role} -f sql/citus.sql", _database!.AdminConnectionString);

    private Task ExecuteAsync(string sql) => Sql.ExecuteAsync(_database!.AdminConnectionString, sql);

    private Task<string[]> ReadAsync(string sql) => Sql.ScalarAsync<string[]>(_database!.AdminConnectionString, $"SELECT ARRAY({sql})::text[]");

    private Task<string[]> CallsAsync() => ReadAsync("SELECT c.call FROM citus_stub.calls AS c ORDER BY c.call_number");

    private static Task<string[]> SettingsAsync(NpgsqlConnection connection) => Sql.ScalarAsync<string[]>(
        connection,
        """
        SELECT ARRAY[
            COALESCE(current_setting('agentkit.workspace_id', true), ''),
            COALESCE(current_setting('agentkit.user_id', true), ''),
            COALESCE(current_setting('agentkit.access', true), '')]
        """);
}
