using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class SchemaSnapshotTests
{
    private const string File = "sql/schema.sql";

    [Fact]
    public async Task Snapshot_OfMigratedSchema_EqualsCommittedFile()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        var dump = await SchemaDump.OfAsync(database.ConnectionString, "agentkit");

        await Snapshot.MatchAsync(File, dump);
    }

    [Fact]
    public async Task Snapshot_Executed_MakesTheSchemaThatItShows()
    {
        // The role belongs to the server; migrating any database makes it.
        await (await TestPostgres.CreateMigratedDatabaseAsync()).DisposeAsync();
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var snapshot = await ReadAsync();

        await Sql.ExecuteAsync(database.ConnectionString, snapshot);

        (await SchemaDump.OfAsync(database.ConnectionString, "agentkit")).Should().Be(snapshot);
    }

    [Fact]
    public async Task Snapshot_AfterDownAndUpAgain_IsTheSame()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(database);

        await migrator.DownAsync(0);
        await migrator.UpAsync();

        (await SchemaDump.OfAsync(database.ConnectionString, "agentkit")).Should().Be(await ReadAsync());
    }

    private static async Task<string> ReadAsync() => (await Repository.ReadAsync(File)).ReplaceLineEndings("\n");
}
