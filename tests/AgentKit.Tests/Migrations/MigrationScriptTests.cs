using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>What an administrator runs does what the migrator would.</summary>
public sealed class MigrationScriptTests
{
    [Fact]
    public async Task GetScript_OfAllTheWayUp_MakesWhatTheMigratorMakes()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);
        var login = await Sql.ScalarAsync<string>(database.ConnectionString, "SELECT session_user::text");

        await Sql.ExecuteAsync(database.ConnectionString, migrator.GetScript(0, login: login));

        await migrator.ValidateAsync();
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
        await using var migrated = await TestPostgres.CreateMigratedDatabaseAsync();
        (await ColumnsAsync(database.ConnectionString)).Should().Be(await ColumnsAsync(migrated.ConnectionString));
    }

    [Fact]
    public async Task GetScript_OfTheWayDown_TakesAllBack()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        await Sql.ExecuteAsync(database.ConnectionString, migrator.GetScript(MigrationCatalog.Shipped.LatestVersion, toVersion: 0));

        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Pending);
        (await migrator.UpAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }

    [Fact]
    public async Task GetScript_RunTwice_IsRefusedTheSecondTime()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        var again = () => Sql.ExecuteAsync(database.ConnectionString, migrator.GetScript(0));

        (await again.Should().ThrowAsync<Npgsql.PostgresException>()).Which.ConstraintName.Should().Be("schema_migrations_pkey");
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, -1)]
    [InlineData(999, 0)]
    [InlineData(0, 999)]
    public async Task GetScript_OfAnUnknownVersion_IsAnArgumentError(int from, int? to)
    {
        await using var migrator = TestMigrator.For("Host=nowhere");

        var ask = () => migrator.GetScript(from, to);

        ask.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static Task<string> ColumnsAsync(string connectionString) => Sql.ScalarAsync<string>(connectionString, """
        SELECT string_agg(table_name || '.' || column_name || ' ' || data_type, E'\n' ORDER BY table_name, ordinal_position)
        FROM information_schema.columns
        WHERE table_schema = 'agentkit'
        """);
}
