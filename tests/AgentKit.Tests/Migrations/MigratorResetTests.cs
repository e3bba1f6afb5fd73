using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorResetTests
{
    [Fact]
    public async Task ResetAsync_WhenNotAllowed_IsRefusedAndNamesTheOption()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        var reset = () => migrator.ResetAsync();

        (await reset.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*AgentKitOptions.AllowReset*");
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
    }

    [Fact]
    public async Task ResetAsync_WhenAllowed_DropsWhatIsThereAndBuildsItAnew()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database.ConnectionString,
            "CREATE TABLE agentkit.left_over (); UPDATE agentkit.schema_migrations SET checksum = 'edited' WHERE version = 3");
        await using var migrator = TestMigrator.For(database, new() { AllowReset = true });

        var applied = await migrator.ResetAsync();

        applied.Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
        await migrator.ValidateAsync();
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regclass('agentkit.left_over') IS NULL")).Should().BeTrue();
    }

    [Fact]
    public async Task ResetAsync_OnAnEmptyDatabase_Builds()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database, new() { AllowReset = true });

        (await migrator.ResetAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }

    [Fact]
    public async Task ResetAsync_OfASchemaThatIsNotAgentKits_IsRefused()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(database.ConnectionString, "CREATE SCHEMA shop; CREATE TABLE shop.orders ()");
        await using var migrator = TestMigrator.For(database, new() { AllowReset = true, Schema = "shop" });

        await migrator.Invoking(it => it.ResetAsync()).Should().ThrowAsync<MigrationException>();

        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regclass('shop.orders') IS NOT NULL")).Should().BeTrue();
    }
}
