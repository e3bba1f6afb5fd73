using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorUpTests
{
    private static readonly int[] AllVersions = [.. MigrationCatalog.Shipped.All.Select(migration => migration.Version)];

    [Fact]
    public async Task UpAsync_OnAnEmptyDatabase_AppliesEveryMigrationInOrder()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        var applied = await migrator.UpAsync();

        applied.Select(migration => migration.Version).Should().Equal(AllVersions);
        applied.Should().OnlyContain(migration => migration.State == MigrationState.Applied && migration.AppliedAt != null);
        (await migrator.GetStatusAsync()).Should().Equal(applied);
        (await CountTablesAsync(database.ConnectionString)).Should().Be(20);
    }

    [Fact]
    public async Task UpAsync_WhenNothingIsMissing_ReturnsNothing()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        (await migrator.UpAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task UpAsync_ToAVersion_StopsThereAndGoesOnLater()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        (await migrator.UpAsync(toVersion: 2)).Select(migration => migration.Version).Should().Equal(1, 2);
        (await migrator.UpAsync(toVersion: 1)).Should().BeEmpty("a version that is passed changes nothing");
        (await migrator.GetStatusAsync()).Select(migration => migration.State).Should().StartWith(
            [MigrationState.Applied, MigrationState.Applied, MigrationState.Pending]);
        (await migrator.UpAsync()).Select(migration => migration.Version).Should().Equal(AllVersions[2..]);
    }

    [Fact]
    public async Task UpAsync_ToZero_LeavesARecordThatTheApplicationRoleMayRead()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        (await migrator.UpAsync(toVersion: 0)).Should().BeEmpty();

        var rows = await Sql.ScalarAsync<long>(
            database.ConnectionString, "SET ROLE agentkit_app; SELECT count(*) FROM agentkit.schema_migrations");
        rows.Should().Be(0);
    }

    [Fact]
    public async Task UpAsync_UnderTheApplicationRole_TheRecordCannotBeWritten()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        var write = () => Sql.ExecuteAsync(database.ConnectionString, "SET ROLE agentkit_app; DELETE FROM agentkit.schema_migrations");

        (await write.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("42501");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task UpAsync_ToAnUnknownVersion_IsRefused(int version)
    {
        await using var migrator = TestMigrator.For("Host=127.0.0.1;Port=1");

        var up = () => migrator.UpAsync(version);

        (await up.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("toVersion");
    }

    [Fact]
    public async Task UpAsync_WhereTransactionsAreSerializableByDefault_StillSeesWhatOthersDid()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(
            database.ConnectionString, $"ALTER DATABASE \"{database.Name}\" SET default_transaction_isolation = 'serializable'");
        await using var first = TestMigrator.For(database);
        await using var second = TestMigrator.For(database);

        var applied = await Task.WhenAll(first.UpAsync(), second.UpAsync());

        applied.SelectMany(migrations => migrations).Select(migration => migration.Version).Should().BeEquivalentTo(AllVersions);
    }

    private static Task<long> CountTablesAsync(string connectionString) =>
        Sql.ScalarAsync<long>(connectionString, "SELECT count(*) FROM pg_tables WHERE schemaname = 'agentkit'");
}
