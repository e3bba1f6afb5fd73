using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorConcurrencyTests
{
    private static readonly int[] AllVersions = [.. MigrationCatalog.Shipped.All.Select(migration => migration.Version)];

    [Fact]
    public async Task UpAsync_TwentyProcessesOnAnEmptyDatabase_EachMigrationIsAppliedByOneAndNobodyFails()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var options = new AgentKitOptions { ApplicationRole = TestPostgres.NewRoleName() };

        var applied = await UpAllAsync(Enumerable.Repeat(database, 20), options);

        applied.Select(migration => migration.Version).Should().BeEquivalentTo(AllVersions);
        var recorded = await Sql.ScalarAsync<int[]>(
            database.ConnectionString, "SELECT array_agg(version ORDER BY version) FROM agentkit.schema_migrations");
        recorded.Should().Equal(AllVersions);
    }

    [Fact]
    public async Task UpAsync_SeveralDatabasesAtOnce_ShareOneNewRole()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestPostgres.CreateEmptyDatabaseAsync()));
        var options = new AgentKitOptions { ApplicationRole = TestPostgres.NewRoleName() };
        try
        {
            var applied = await UpAllAsync(databases.SelectMany(database => Enumerable.Repeat(database, 3)), options);

            applied.Should().HaveCount(databases.Length * AllVersions.Length);
        }
        finally
        {
            await Task.WhenAll(databases.Select(database => database.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task UpAndDown_ManyAtOnce_EndAndLeaveARecordWithoutGaps()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using var migrator = TestMigrator.For(database);
            try
            {
                await (i % 2 == 0 ? migrator.DownAsync(i / 2) : migrator.UpAsync());
            }
            catch (MigrationException error)
            {
                error.Message.Should().Contain("another process");
            }
        }));

        await using var last = TestMigrator.For(database);
        await last.ValidateAsync();
        await last.UpAsync();
        (await last.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
    }

    [Fact]
    public async Task UpAsync_CanceledWhileItWaitsForTheLock_StopsAndChangesNothing()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var holder = new NpgsqlConnection(database.DirectConnectionString + ";Pooling=false");
        await holder.OpenAsync();
        const string takeTheLock = "SELECT pg_advisory_lock(hashtextextended('agentkit.migrations.agentkit', 0))";
        await using (var hold = new NpgsqlCommand(takeTheLock, holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await using var migrator = TestMigrator.For(database);
        using var cancellation = new CancellationTokenSource();
        var up = migrator.UpAsync(cancellationToken: cancellation.Token);
        await WaitForAWaiterAsync(database.ConnectionString);
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => up).Should().ThrowAsync<OperationCanceledException>();
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regnamespace('agentkit') IS NULL")).Should().BeTrue();
    }

    private static async Task<List<MigrationInfo>> UpAllAsync(IEnumerable<ThrowawayDatabase> databases, AgentKitOptions options)
    {
        var migrators = databases.Select(database => TestMigrator.For(database, options)).ToArray();
        try
        {
            // Connected first, so that they meet at the lock and not at the server's door.
            await Task.WhenAll(migrators.Select(migrator => migrator.GetStatusAsync()));
            var applied = await Task.WhenAll(migrators.Select(migrator => migrator.UpAsync()));
            return [.. applied.SelectMany(migrations => migrations)];
        }
        finally
        {
            foreach (var migrator in migrators)
            {
                await migrator.DisposeAsync();
            }
        }
    }

    private static async Task WaitForAWaiterAsync(string connectionString)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        const string waiters = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            + "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted";
        while (await Sql.ScalarAsync<long>(connectionString, waiters) == 0)
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
