using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorDownTests
{
    private const string InsertAgent = "INSERT INTO agentkit.agents (registered_at, workspace_id, agent_id, name, definition_hash) "
        + "VALUES (now(), 'acme', 'support', 'Support', '')";

    private const string InsertSession = "INSERT INTO agentkit.sessions (session_id, created_at, active_bucket, workspace_id, agent_id) "
        + "VALUES (gen_random_uuid(), now(), now(), 'acme', 'support')";

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

    [Fact]
    public async Task UpAsync_AfterDown_BringsBackTheTablesAndKeepsTheDataBelow()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database.AdminConnectionString, $"{InsertAgent}; {InsertSession}");
        await using var migrator = TestMigrator.For(database);

        await migrator.DownAsync(2);
        await migrator.UpAsync();

        (await CountAsync("agents")).Should().Be(1);
        (await CountAsync("sessions")).Should().Be(0);
        await migrator.ValidateAsync();

        Task<long> CountAsync(string table) =>
            Sql.ScalarAsync<long>(database.AdminConnectionString, $"SELECT count(*) FROM agentkit.{table}");
    }

    [Fact]
    public async Task DownAsync_OneByOneFromTheTopWithData_EachStepCanBeTakenBackAndApplied()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database.AdminConnectionString, $"{InsertAgent}; {InsertSession}");
        await using var migrator = TestMigrator.For(database);

        for (var version = MigrationCatalog.Shipped.LatestVersion; version > 0; version--)
        {
            (await migrator.DownAsync(version - 1)).Should().ContainSingle().Which.Version.Should().Be(version);
            (await migrator.UpAsync(version)).Should().ContainSingle().Which.Version.Should().Be(version);
            (await migrator.DownAsync(version - 1)).Should().ContainSingle();
        }
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
