using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>Status and validation: what was applied against what is shipped.</summary>
public class MigratorHistoryTests
{
    private static readonly int NextVersion = MigrationCatalog.Shipped.LatestVersion + 1;

    [Fact]
    public async Task GetStatusAsync_OnAnEmptyDatabase_ShowsAllPendingAndChangesNothing()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        var status = await migrator.GetStatusAsync();
        await migrator.ValidateAsync();

        status.Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
        status.Should().OnlyContain(migration => migration.State == MigrationState.Pending && migration.AppliedAt == null);
        status[0].Name.Should().Be("isolation");
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regnamespace('agentkit') IS NULL")).Should().BeTrue();
    }

    [Fact]
    public async Task ValidateAsync_AsShipped_Passes()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        await migrator.Invoking(it => it.ValidateAsync()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task ValidateAsync_WithAnotherChecksum_NamesTheMigration()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database.ConnectionString, "UPDATE agentkit.schema_migrations SET checksum = 'edited' WHERE version = 3");
        await using var migrator = TestMigrator.For(database);

        foreach (var call in new Func<Task>[] { () => migrator.ValidateAsync(), () => migrator.UpAsync(), () => migrator.DownAsync(0) })
        {
            (await call.Should().ThrowAsync<MigrationException>()).Which.Version.Should().Be(3);
        }

        var status = await migrator.GetStatusAsync();
        status.Where(migration => migration.State == MigrationState.Changed).Should().ContainSingle().Which.Version.Should().Be(3);
    }

    [Fact]
    public async Task ValidateAsync_WithAGapInTheRecord_NamesTheMissingOne()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database.ConnectionString, "DELETE FROM agentkit.schema_migrations WHERE version = 2");
        await using var migrator = TestMigrator.For(database);

        (await migrator.Invoking(it => it.ValidateAsync()).Should().ThrowAsync<MigrationException>()).Which.Version.Should().Be(2);
    }

    [Fact]
    public async Task Methods_OnANewerSchemaThatDoesNotBreak_WorkButForDown()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await RecordNewerAsync(database.ConnectionString, isBreaking: false);
        await using var migrator = TestMigrator.For(database);

        (await migrator.UpAsync()).Should().BeEmpty();
        await migrator.ValidateAsync();
        (await migrator.GetStatusAsync())[^1].Should().Match<MigrationInfo>(migration =>
            migration.Version == NextVersion && migration.State == MigrationState.Unknown && migration.Name == "from_the_future");

        var down = () => migrator.DownAsync(1);
        (await down.Should().ThrowAsync<MigrationException>()).Which.Version.Should().Be(NextVersion);
        (await migrator.GetStatusAsync()).Should().HaveCount(NextVersion, "a refused down takes nothing back");
    }

    [Fact]
    public async Task Methods_OnANewerSchemaThatBreaks_SayWhatToUpgrade()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await RecordNewerAsync(database.ConnectionString, isBreaking: true);
        await using var migrator = TestMigrator.For(database);

        foreach (var call in new Func<Task>[] { () => migrator.ValidateAsync(), () => migrator.UpAsync(), () => migrator.DownAsync(0) })
        {
            (await call.Should().ThrowAsync<MigrationException>()).Which.Version.Should().Be(NextVersion);
        }

        (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).WithMessage("*Upgrade AgentKit*");
        (await migrator.GetStatusAsync())[^1].IsBreaking.Should().BeTrue();
    }

    private static Task RecordNewerAsync(string connectionString, bool isBreaking) => Sql.ExecuteAsync(
        connectionString,
        "INSERT INTO agentkit.schema_migrations (version, name, checksum, is_breaking) "
        + $"VALUES ({NextVersion}, 'from_the_future', 'unknown', {isBreaking})");
}
