using AgentKit.Cli;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit migrate</c>, each test on a database of its own.</summary>
public sealed class MigrateTests : IAsyncLifetime
{
    private static readonly int Latest = MigrationCatalog.Shipped.LatestVersion;

    private ThrowawayDatabase _database = null!;

    private Tool Tool => new(_database.ConnectionString);

    public async Task InitializeAsync() => _database = await TestPostgres.CreateEmptyDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task UpAndStatus_OnAnEmptyDatabase_ApplyAndListAll()
    {
        var before = await Tool.RunAsync("migrate", "status", "--json");
        var up = await Tool.RunAsync("migrate", "up");
        var again = await Tool.RunAsync("migrate", "up");
        var after = await Tool.RunAsync("migrate", "status", "--json");

        States(before).Should().HaveCount(Latest).And.OnlyContain(state => state == "pending");
        up.ExitCode.Should().Be(ExitCode.Done);
        up.Lines.Should().HaveCount(Latest + 1).And.Contain(line => line.Contains("sessions") && line.Contains("applied"));
        again.Output.Should().BeEmpty();
        again.Errors.Should().Contain("Nothing to do");
        States(after).Should().HaveCount(Latest).And.OnlyContain(state => state == "applied");
    }

    [Fact]
    public async Task Up_ToAVersion_StopsThere()
    {
        var outcome = await Tool.RunAsync("migrate", "up", "--to", "3", "--json");

        States(outcome).Should().HaveCount(3);
        (await Tool.RunAsync("migrate", "up", "--to", "999")).ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task Validate_WhatWasChangedByHand_FailsAndSaysWhich()
    {
        await Tool.RunAsync("migrate", "up", "--to", "8");
        var fine = await Tool.RunAsync("migrate", "validate");
        await Sql.ExecuteAsync(_database.ConnectionString, "UPDATE agentkit.schema_migrations SET checksum = 'x' WHERE version = 2");

        var outcome = await Tool.RunAsync("migrate", "validate", "--json");

        fine.ExitCode.Should().Be(ExitCode.Done);
        fine.Output.Should().Contain("pending: agentkit migrate up");
        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Json.GetProperty("isValid").GetBoolean().Should().BeFalse();
        outcome.Json.GetProperty("problem").GetString().Should().Contain("2");
    }

    [Theory]
    [InlineData("down", "--to", "2")]
    [InlineData("reset")]
    public async Task Destruction_WithoutAYes_IsRefusedAndDoesNothing(params string[] command)
    {
        await Tool.RunAsync("migrate", "up");

        var unasked = await Tool.RunAsync(["migrate", .. command]);
        var declined = await (Tool with { Answers = "no\n" }).RunAsync(["migrate", .. command]);
        var silent = await (Tool with { Answers = "" }).RunAsync(["migrate", .. command]);

        foreach (var outcome in new[] { unasked, declined, silent })
        {
            outcome.ExitCode.Should().Be(ExitCode.Usage);
            outcome.Output.Should().BeEmpty();
            outcome.Errors.Should().Contain("Nothing was done");
        }

        unasked.Errors.Should().Contain("--yes");
        States(await Tool.RunAsync("migrate", "status", "--json")).Should().OnlyContain(state => state == "applied");
    }

    [Fact]
    public async Task Down_Confirmed_SaysWhatIsLostAndTakesBack()
    {
        await Tool.RunAsync("migrate", "up");

        var asked = await (Tool with { Answers = "YES\n" }).RunAsync("migrate", "down", "--to", "8");
        var unasked = await Tool.RunAsync("migrate", "down", "--to", "2", "--yes", "--json");
        var nothing = await Tool.RunAsync("migrate", "down", "--to", "5");

        asked.ExitCode.Should().Be(ExitCode.Done);
        asked.Errors.Should().ContainAll("Loses access_log, erasure_receipts.", "Type yes");
        States(unasked).Should().HaveCount(6).And.OnlyContain(state => state == "pending");
        nothing.ExitCode.Should().Be(ExitCode.Done);
        nothing.Errors.Should().Contain("Nothing to do");
    }

    [Fact]
    public async Task Reset_Confirmed_CountsWhatIsLostAndBuildsAnew()
    {
        await Tool.RunAsync("migrate", "up");
        await using (var provider = new ServiceCollection()
            .AddAgentKit(options => options.ConnectionString = _database.ConnectionString).Services.BuildServiceProvider())
        {
            foreach (var id in new[] { "a", "b", "c" })
            {
                await provider.GetRequiredService<IAgentRegistry>().RegisterAsync(AgentKitFixture.NewService(), new AgentDefinition(id, id));
            }
        }

        await Sql.ExecuteAsync(_database.ConnectionString, "ANALYZE agentkit.agents");

        var outcome = await Tool.RunAsync("migrate", "reset", "--yes");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Errors.Should().ContainAll("is dropped", "About 3 rows: agents 3.");
        outcome.Lines.Should().HaveCount(Latest + 1);
        (await Sql.ScalarAsync<long>(_database.ConnectionString, "SELECT GREATEST(reltuples, 0)::bigint FROM pg_class WHERE oid = 'agentkit.agents'::regclass"))
            .Should().Be(0, "the table is another one");
    }

    [Fact]
    public async Task Reset_OfASchemaThatOthersUse_NamesWhatGoesWithIt()
    {
        await Tool.RunAsync("migrate", "up");
        await Sql.ExecuteAsync(
            _database.ConnectionString,
            """
            CREATE SCHEMA shop;
            CREATE VIEW shop.talks AS SELECT session_id FROM agentkit.sessions;
            CREATE VIEW shop.long_talks AS SELECT session_id FROM shop.talks;
            CREATE TABLE shop.tickets (workspace_id text, session_id uuid, CONSTRAINT tickets_session_fkey
                FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions);
            CREATE TABLE shop.drafts (row agentkit.sessions)
            """);

        var outcome = await Tool.RunAsync("migrate", "reset");

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Errors.Split('\n').Where(line => line.StartsWith("Goes with it")).Should().HaveCount(3).And.Satisfy(
            line => line.EndsWith("elsewhere: view shop.talks."),
            line => line.Contains("constraint tickets_session_fkey on table shop.tickets"),
            line => line.Contains("column row of table shop.drafts"));
    }

    [Fact]
    public async Task Reset_BeforePostgresHasCounted_DoesNotCallTheTablesEmpty()
    {
        await Tool.RunAsync("migrate", "up");
        await Sql.ExecuteAsync(_database.ConnectionString, "ALTER TABLE agentkit.agents SET (autovacuum_enabled = false)");
        await Sql.ExecuteAsync(
            _database.AdminConnectionString,
            "INSERT INTO agentkit.agents (workspace_id, agent_id, name, instructions, definition_hash, registered_at) VALUES ('acme', 'a', 'A', '', 'x', now())");
        await Sql.ExecuteAsync(_database.AdminConnectionString, "SELECT pg_stat_reset()");

        // The row is counted when its connection tells of it; before that, and after a reset of the statistics, nobody knows.
        var outcome = await Tool.RunAsync("migrate", "reset");

        outcome.Errors.Should().NotContain("The tables are empty").And.Contain("agents");
    }

    [Fact]
    public async Task Script_OfWhatIsMissing_BeginsWhereTheDatabaseStands()
    {
        await Tool.RunAsync("migrate", "up", "--to", "8");

        var up = await Tool.RunAsync("migrate", "script");
        var down = await Tool.RunAsync("migrate", "script", "--to", "7", "--json");

        up.Output.Should().Contain("up from version 8").And.Contain("-- 0009 privacy, up").And.NotContain("0008").And.EndWith("COMMIT;\n");
        down.Json.GetProperty("from").GetInt32().Should().Be(8);
        down.Json.GetProperty("sql").GetString().Should().Contain("-- 0008 history, down").And.NotContain("0007");
    }

    [Fact]
    public async Task Script_WithAStart_NeedsNoDatabase()
    {
        var outcome = await new Tool(ConnectionString: null).RunAsync(
            "migrate", "script", "--from", "0", "--schema", "other", "--login", "my app", "--to", "1");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Output.Should().ContainAll("""CREATE SCHEMA IF NOT EXISTS "other";""", "'my app'", "-- 0001 isolation, up");
    }

    private static List<string?> States(ToolOutcome outcome) =>
        [.. outcome.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("state").GetString())];
}
