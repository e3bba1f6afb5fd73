using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Isolation;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>Down and up again on a database in use: with rows in every table, and a host that goes on afterwards.</summary>
public sealed class MigratorDataTests : IAsyncLifetime
{
    private readonly AgentKitFixture _fixture = new();
    private TestMigrator _migrator = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _migrator = TestMigrator.For(_fixture.Database);
    }

    public async Task DisposeAsync()
    {
        await _migrator.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task DownAsync_ToZeroWithEveryTableFilled_LeavesNothingAndEverythingWorksAfterUp()
    {
        await FillAsync();

        await _migrator.DownAsync(0);

        // Whatever a database can hold, and not only tables and functions: all that was not there when the server was made.
        (await ObjectsAsync()).Should().Equal("schema agentkit");
        (await _migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Pending);

        await _migrator.UpAsync();

        await ShouldBeAsMigratedAsync();
        (await TableContents.ReadAsync(_fixture.Database.AdminConnectionString)).Values.Should().OnlyContain(rows => rows == "");
        await _fixture.RestartAsync();
        await FillAsync();
    }

    [Fact]
    public async Task DownAsync_OneVersionWithEveryTableFilled_LosesTheTablesThatItsFileNamesAndNoOtherRow()
    {
        var schemas = await SchemasOnTheWayUpAsync();
        var before = await FillAsync();

        foreach (var migration in MigrationCatalog.Shipped.All.Reverse())
        {
            await _migrator.DownAsync(migration.Version - 1);

            var after = await TableContents.ReadAsync(_fixture.Database.AdminConnectionString);
            before.Keys.Except(after.Keys).Should().BeEquivalentTo(StatedLoss.TablesOf(migration), "the file of {0} says so", migration.Name);
            TableContents.Differences(before.Where(table => after.ContainsKey(table.Key)).ToDictionary(), after)
                .Should().BeEmpty("{0} is to leave alone what is not its own", migration.Name);
            (await DumpAsync(_fixture.Database.ConnectionString)).Should().Be(schemas[migration.Version - 1], "{0} is undone", migration.Name);

            // Up again by that one step, on what is there.
            await _migrator.UpAsync(migration.Version);
            (await DumpAsync(_fixture.Database.ConnectionString)).Should().Be(schemas[migration.Version], "{0} can be applied again", migration.Name);
            TableContents.Differences(after, await TableContents.ReadAsync(_fixture.Database.AdminConnectionString))
                .Should().BeEmpty("{0} is to leave alone what is not its own", migration.Name);

            await _migrator.DownAsync(migration.Version - 1);
            before = after;
        }
    }

    [Fact]
    public async Task DownAsync_ToEachVersionAndUpAgain_KeepsTheRowsBelowAndWorks()
    {
        foreach (var migration in MigrationCatalog.Shipped.All.Reverse())
        {
            var before = await FillAsync();

            await _migrator.DownAsync(migration.Version - 1);
            await _migrator.UpAsync();

            await ShouldBeAsMigratedAsync();
            var lost = MigrationCatalog.Shipped.All.Skip(migration.Version - 1).SelectMany(above => StatedLoss.TablesOf(above)!).ToHashSet();
            TableContents.Differences(
                before.ToDictionary(table => table.Key, table => lost.Contains(table.Key) ? "" : table.Value),
                await TableContents.ReadAsync(_fixture.Database.AdminConnectionString)).Should().BeEmpty();
            await _fixture.RestartAsync();
        }

        await FillAsync();
    }

    /// <summary>The file says so: the function that a restore has replaced is lost, and a cursor from then is refused until it is replaced again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task WatchAsync_CursorOfBeforeDownAndUp_GoesOnOrIsRefusedUntilTheRestoreIsToldAgain(int restores)
    {
        var scope = AgentKitFixture.NewUser();
        await TellOfRestoresAsync(restores);
        await _fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var cursor = (await _fixture.Get<IChangeFeed>().WatchAsync(scope, ChangeCursor.Beginning).FirstAsync()).Cursor;

        await _migrator.DownAsync(0);
        await _migrator.UpAsync();
        await _fixture.RestartAsync();
        if (restores > 0)
        {
            await _fixture.Sessions.CreateAsync(AgentKitFixture.NewUser(), new NewSession(AgentKitFixture.Agent));
            await _fixture.Get<IChangeFeed>().Awaiting(feed => feed.ReadAsync(scope, cursor)).Should().ThrowAsync<ChangeFeedException>();
            await TellOfRestoresAsync(restores);
        }

        var session = await _fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        (await _fixture.Get<IChangeFeed>().WatchAsync(scope, cursor).FirstAsync()).SessionId.Should().Be(session.Id);
    }

    /// <summary>Everything that the library can write; a table that is added and not filled here fails.</summary>
    private async Task<IReadOnlyDictionary<string, string>> FillAsync()
    {
        await Target.CreateAsync(_fixture);
        var contents = await TableContents.ReadAsync(_fixture.Database.AdminConnectionString);
        contents.Where(table => table.Value == "").Select(table => table.Key).Should().BeEmpty("Target fills every table");
        return contents;
    }

    private async Task ShouldBeAsMigratedAsync()
    {
        await _migrator.ValidateAsync();
        (await DumpAsync(_fixture.Database.ConnectionString))
            .Should().Be((await Repository.ReadAsync("sql/schema.sql")).ReplaceLineEndings("\n"));
    }

    private static Task<string> DumpAsync(string connectionString) => SchemaDump.OfAsync(connectionString, "agentkit");

    /// <summary>The schema at each version, from 0 on, of a database that only ever went up.</summary>
    private static async Task<List<string>> SchemasOnTheWayUpAsync()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);
        List<string> schemas = [];
        for (var version = 0; version <= MigrationCatalog.Shipped.LatestVersion; version++)
        {
            await migrator.UpAsync(version);
            schemas.Add(await DumpAsync(database.ConnectionString));
        }

        return schemas;
    }

    private async Task TellOfRestoresAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Shell.RunAsync("psql -X -q -v ON_ERROR_STOP=1 -v schema=agentkit -f sql/after_restore.sql", _fixture.Database.ConnectionString);
        }
    }

    /// <summary>All objects that were made after the server was, but for the record of migrations and what belongs to it.</summary>
    private Task<string[]> ObjectsAsync() => Sql.ScalarAsync<string[]>(
        _fixture.Database.AdminConnectionString,
        """
        SELECT array_agg(name ORDER BY name)
        FROM (
            SELECT pg_describe_object('pg_namespace'::regclass, oid, 0) AS name FROM pg_namespace WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_class'::regclass, oid, 0) FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace
            UNION ALL SELECT pg_describe_object('pg_proc'::regclass, oid, 0) FROM pg_proc WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_type'::regclass, oid, 0) FROM pg_type WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_constraint'::regclass, oid, 0) FROM pg_constraint WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_policy'::regclass, oid, 0) FROM pg_policy WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_trigger'::regclass, oid, 0) FROM pg_trigger WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_extension'::regclass, oid, 0) FROM pg_extension WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_default_acl'::regclass, oid, 0) FROM pg_default_acl WHERE oid >= 16384
            UNION ALL SELECT pg_describe_object('pg_statistic_ext'::regclass, oid, 0) FROM pg_statistic_ext WHERE oid >= 16384
        ) AS objects
        WHERE name NOT LIKE '%schema_migrations%'
        """);
}
