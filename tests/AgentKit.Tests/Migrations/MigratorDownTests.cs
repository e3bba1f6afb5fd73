using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorDownTests
{
    [Fact]
    public async Task DownAsync_ToAVersion_TakesBackLatestFirstAndKeepsTheRest()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        var takenBack = await migrator.DownAsync(2);

        var latest = MigrationCatalog.Shipped.LatestVersion;
        takenBack.Select(migration => migration.Version).Should().Equal(Enumerable.Range(3, latest - 2).Reverse());
        takenBack.Should().OnlyContain(migration => migration.State == MigrationState.Pending && migration.AppliedAt == null);
        (await migrator.GetStatusAsync()).Count(migration => migration.State == MigrationState.Applied).Should().Be(2);
        (await migrator.DownAsync(2)).Should().BeEmpty();
    }

    [Fact]
    public async Task DownAsync_ToZero_LeavesNothingButTheRecord()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        await migrator.DownAsync(0);

        var left = await Sql.ScalarAsync<string[]>(
            database.ConnectionString,
            """
            SELECT array_agg(name) FROM (
                SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'agentkit'::regnamespace AND relkind <> 'i'
                UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'agentkit'::regnamespace) AS everything
            """);
        left.Should().Equal("schema_migrations");
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Pending);
    }

    [Fact]
    public async Task DownAsync_OnAnEmptyDatabase_DoesNothing()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        (await migrator.DownAsync(0)).Should().BeEmpty();
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regnamespace('agentkit') IS NULL")).Should().BeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task DownAsync_ToAnUnknownVersion_IsRefused(int version)
    {
        await using var migrator = TestMigrator.For("Host=127.0.0.1;Port=1");

        var down = () => migrator.DownAsync(version);

        (await down.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("toVersion");
    }
}
