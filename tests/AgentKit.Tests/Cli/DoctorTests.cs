using System.Text.Json;
using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit doctor</c>, each test on a database of its own.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly AgentKitFixture _fixture = new();

    private Tool Tool => Tool.On(_fixture);

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Doctor_OnAHealthyDatabase_FindsNoProblem()
    {
        var text = await Tool.RunAsync("doctor");
        var json = await Tool.RunAsync("doctor", "--json", "-w", "acme");

        text.ExitCode.Should().Be(ExitCode.Done);
        text.Output.Should().Contain("PostgreSQL").And.Contain("Give --workspace").And.NotContain("PROBLEM");
        json.ExitCode.Should().Be(ExitCode.Done);
        json.Json.GetProperty("isHealthy").GetBoolean().Should().BeTrue();
        Names(json).Should().Contain(
        [
            "connection", "server", "pooler", "login", "role", "migrations", "isolation", "bloat", "statistics", "wraparound", "indexes",
            "transactions", "tool runs", "runs", "tasks", "approvals",
        ]);
    }

    [Fact]
    public async Task Doctor_WithSeveralHosts_AsksThePrimary()
    {
        var settings = new NpgsqlConnectionStringBuilder(_fixture.Database.ConnectionString) { TargetSessionAttributes = "primary" };
        settings.Host = $"{settings.Host}:{settings.Port},{settings.Host}:{settings.Port}";

        var outcome = await new Tool(settings.ConnectionString).RunAsync("doctor");

        outcome.ExitCode.Should().Be(ExitCode.Done, outcome.Errors);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Doctor_OnATerminal_FitsIt(int width)
    {
        var outcome = await (Tool with { Width = width }).RunAsync("doctor", "-w", "acme");

        outcome.Lines.Should().OnlyContain(line => Cell.Width(line) <= width && line == line.TrimEnd());
    }

    [Fact]
    public async Task Doctor_WithPendingMigrations_SaysWhatToRun()
    {
        await Tool.RunAsync("migrate", "down", "--to", "8", "--yes");

        var outcome = await Tool.RunAsync("doctor", "--json", "-w", "acme");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        Find(outcome, "migrations").State.Should().Be("problem");
        Find(outcome, "migrations").Remedy.Should().Be("agentkit migrate up");
        Find(outcome, "isolation").State.Should().Be("skipped");
    }

    [Fact]
    public async Task Doctor_WithAnOpenTable_SaysWhichAndHowToCloseIt()
    {
        await Sql.ExecuteAsync(_fixture.Database.ConnectionString, "ALTER TABLE agentkit.turns DISABLE ROW LEVEL SECURITY");

        var outcome = await Tool.RunAsync("doctor");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Output.Should().MatchRegex(@"PROBLEM +isolation .*turns: ALTER TABLE agentkit\.turns ENABLE ROW LEVEL SECURITY");
    }

    [Fact]
    public async Task Doctor_OfAWorkspace_FindsWhatGotStuck()
    {
        var scope = AgentKitFixture.NewService();
        var session = await _fixture.Get<ISessionStore>().CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var toolRun = await _fixture.Get<IToolRunLog>().StartAsync(scope, new NewToolRun(session.Id, "refund", CliSamples.Json("{}")));
        var run = await _fixture.Get<IRunStore>().StartAsync(scope, new NewRun(session.Id));
        await Sql.ExecuteAsync(_fixture.Database.ConnectionString, Forced("UPDATE agentkit.runs SET lease_expires_at = now() - interval '1 hour'"));
        var task = await _fixture.Get<ITaskStore>().CreateAsync(
            scope, new NewTask("late", [new("work")]) { DueAt = DateTimeOffset.UtcNow.AddMilliseconds(1) });

        await Eventually.HoldsAsync(async () =>
        {
            var report = await Tool.RunAsync("doctor", "--json", "-w", scope.WorkspaceId, "--stale", "0s");
            return Find(report, "tool runs").Finding.Contains($"{toolRun.Id}")
                && Find(report, "runs").Finding.Contains($"{run.Id}")
                && Find(report, "tasks").Finding.Contains($"{task.Id}");
        });

        (await Tool.RunAsync("doctor", "-w", scope.WorkspaceId)).ExitCode.Should().Be(ExitCode.Done, "warnings are no problem");
        (await Tool.RunAsync("doctor", "-w", scope.WorkspaceId, "--strict")).ExitCode.Should().Be(ExitCode.Failed);
    }

    [Fact]
    public async Task Doctor_WithNeglectedTables_SaysWhatToVacuumAndAnalyze()
    {
        await Sql.ExecuteAsync(_fixture.Database.ConnectionString, "ALTER TABLE agentkit.events SET (autovacuum_enabled = false)");
        var scope = AgentKitFixture.NewService();
        for (var i = 0; i < 3; i++)
        {
            var day = DateTimeOffset.UtcNow.AddDays(i - 3);
            var events = Enumerable.Range(0, 6_000).Select(_ => new NewEvent(EventCategory.Hook, "x") { Id = Guid.CreateVersion7(day) });
            await _fixture.Get<IEventLog>().AppendManyAsync(scope, [.. events]);
        }

        await _fixture.RestartAsync(); // PostgreSQL counts what a connection did when it ends, at the latest
        await Eventually.HoldsAsync(async () => Find(await Tool.RunAsync("doctor", "--json"), "statistics").Remedy == "ANALYZE agentkit.events");
        await _fixture.Get<IEventLog>().DeleteOlderThanAsync(scope, DateTimeOffset.UtcNow.AddDays(-1.5), batchSize: 10_000);
        await _fixture.RestartAsync();
        await Eventually.HoldsAsync(async () => Find(await Tool.RunAsync("doctor", "--json"), "bloat").Remedy == "VACUUM (ANALYZE) agentkit.events");
    }

    [Fact]
    public async Task Doctor_OfALoginThatInheritsTheRole_SaysHowToEndIt()
    {
        var login = TestPostgres.NewRoleName();
        var admin = _fixture.Database.AdminConnectionString;
        await Sql.ExecuteAsync(admin, $"CREATE ROLE {login} LOGIN PASSWORD 'secret'; GRANT agentkit_app TO {login}");
        var connection = new NpgsqlConnectionStringBuilder(_fixture.Database.ConnectionString) { Username = login, Password = "secret" };

        var before = Find(await new Tool(connection.ConnectionString).RunAsync("doctor", "--json"), "role");
        await Sql.ExecuteAsync(admin, before.Remedy!);
        var after = Find(await new Tool(connection.ConnectionString).RunAsync("doctor", "--json"), "role");

        (before.State, after.State).Should().Be(("warning", "ok"));
        before.Finding.Should().Contain("has its rights without becoming it");
    }

    [Fact]
    public async Task Doctor_OfAServerThatIsNotThere_IsAFindingAndUnavailable()
    {
        var outcome = await new Tool("Host=127.0.0.1;Port=1;Username=nobody;Password=not-for-anybodys-eyes;Timeout=2").RunAsync("doctor", "--json");

        outcome.ExitCode.Should().Be(ExitCode.Unavailable);
        Find(outcome, "connection").State.Should().Be("problem");
        (outcome.Output + outcome.Errors).Should().NotContain("not-for-anybodys-eyes");
    }

    /// <summary>The owner is under the policies too.</summary>
    private static string Forced(string statement) =>
        $"ALTER TABLE agentkit.runs NO FORCE ROW LEVEL SECURITY; {statement}; ALTER TABLE agentkit.runs FORCE ROW LEVEL SECURITY;";

    private static IEnumerable<string?> Names(ToolOutcome outcome) =>
        outcome.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString());

    private static (string State, string Finding, string? Remedy) Find(ToolOutcome outcome, string name)
    {
        var check = outcome.Json.GetProperty("checks").EnumerateArray().First(check => check.GetProperty("name").GetString() == name);
        return (Text(check, "state")!, Text(check, "finding")!, Text(check, "remedy"));
    }

    private static string? Text(JsonElement check, string member) => check.GetProperty(member).GetString();
}
