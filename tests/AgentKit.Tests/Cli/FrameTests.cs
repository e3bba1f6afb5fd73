using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary>What all commands share: options and variables, exit codes, messages, help.</summary>
public sealed class FrameTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string Secret = "not-for-anybodys-eyes";

    private readonly Tool _tool = Tool.On(fixture);

    [Theory]
    [InlineData("agents")]
    [InlineData("no-such-command")]
    [InlineData("agents", "list", "--no-such-option")]
    [InlineData("agents", "list")]
    [InlineData("agents", "list", "-w", "*")]
    [InlineData("agents", "list", "-w", "acme", "--access", "god")]
    [InlineData("agents", "list", "-w", "acme", "--access", "user")]
    [InlineData("agents", "list", "-w", "acme", "--schema", "pg_catalog")]
    public async Task AnyCommand_OnAWrongCommandLine_IsAUsageErrorInOneLine(params string[] args)
    {
        var outcome = await _tool.RunAsync(args);

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Output.Should().BeEmpty();
        outcome.Errors.TrimEnd('\n').Should().NotBeEmpty().And.NotContain("\n").And.NotContain("Parameter").And.NotContain("   at ");
    }

    [Fact]
    public async Task AnyCommand_WithoutDatabase_SaysHowToNameOne()
    {
        var outcome = await new Tool(ConnectionString: null).RunAsync("agents", "list", "-w", "acme");

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Errors.Should().Contain("--connection").And.Contain("AGENTKIT_CONNECTION_STRING");
    }

    [Fact]
    public async Task AnyCommand_WithVariablesInPlaceOfOptions_Works()
    {
        var tool = new Tool(ConnectionString: null)
        {
            Variables =
            {
                ["AGENTKIT_CONNECTION_STRING"] = fixture.Database.ConnectionString,
                ["AGENTKIT_WORKSPACE"] = AgentKitFixture.NewWorkspace(),
                ["AGENTKIT_USER"] = "u-1",
                ["AGENTKIT_ACCESS"] = "user",
                ["AGENTKIT_SCHEMA"] = "agentkit",
                ["AGENTKIT_ROLE"] = "agentkit_app",
            },
        };

        (await tool.RunAsync("agents", "list")).ExitCode.Should().Be(ExitCode.Done);
    }

    [Theory]
    [InlineData("agents list -w acme")]
    [InlineData("agents list")]
    [InlineData("agents list -w acme --schema not-for-anybodys-eyes")]
    public async Task AnyCommand_ThatFails_DoesNotTellThePassword(string command)
    {
        var connection = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Username = Secret, Password = Secret };

        var outcome = await new Tool(connection.ConnectionString).RunAsync(command.Split(' '));

        outcome.ExitCode.Should().NotBe(ExitCode.Done);
        (outcome.Output + outcome.Errors).Should().NotBeEmpty().And.NotContain(Secret);
    }

    [Fact]
    public async Task AnyCommand_WithAConnectionStringInPieces_DoesNotTellThePassword()
    {
        var outcome = await new Tool(ConnectionString: null).RunAsync("agents", "list", "-c", "Host=db", $"Password={Secret}");

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Errors.Should().Contain("Password").And.NotContain(Secret);
    }

    [Theory]
    [InlineData("agents list -w acme")]
    [InlineData("migrate status")]
    [InlineData("migrate reset --yes")]
    [InlineData("erase-user u-1 -w acme --yes")]
    [InlineData("events tail -w acme")]
    public async Task AnyCommand_OnAnUnreachableServer_IsUnavailable(string command)
    {
        var outcome = await new Tool($"Host=127.0.0.1;Port=1;Username=nobody;Password={Secret};Timeout=2").RunAsync(command.Split(' '));

        outcome.ExitCode.Should().Be(ExitCode.Unavailable);
        outcome.Output.Should().BeEmpty();
        outcome.Errors.TrimEnd('\n').Should().NotBeEmpty().And.NotContain("\n").And.NotContain(Secret);
    }

    [Theory]
    [InlineData("agents list -w acme")]
    [InlineData("migrate status")]
    [InlineData("migrate up")]
    [InlineData("migrate reset --yes")]
    [InlineData("doctor")]
    [InlineData("erase-user u-1 -w acme --yes")]
    public async Task AnyCommand_OnADatabaseThatIsNotThere_IsUnavailable(string command)
    {
        var connection = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Database = "nowhere" };

        var outcome = await new Tool(connection.ConnectionString).RunAsync(command.Split(' '));

        outcome.ExitCode.Should().Be(ExitCode.Unavailable, outcome.Errors);
    }

    [Fact]
    public async Task AnyCommand_WhoseMessageHoldsWhatSomebodyTyped_DoesNotPlayWithTheTerminal()
    {
        var outcome = await _tool.RunAsync("import", "a\u001b[2J\rb.jsonl", "-w", "acme");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        (outcome.Output + outcome.Errors).Should().NotContainAny("\u001b", "\r").And.Contain("b.jsonl");
    }

    [Fact]
    public async Task AnyCommand_OnAnOldSchema_SaysWhichCommandHelps()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();

        var outcome = await new Tool(database.ConnectionString).RunAsync("agents", "list", "-w", "acme");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().Contain("run agentkit migrate up");
    }

    [Fact]
    public async Task AnyCommand_ThatFailsAsNobodyForesaw_ShowsNoStack()
    {
        var outcome = new StringWriter();

        var exitCode = await _tool.RunAsync(new BrokenWriter(), outcome, CancellationToken.None, "agents", "list", "-w", "acme");

        exitCode.Should().Be(ExitCode.Failed);
        outcome.ToString().TrimEnd('\n').Should().Contain("broken on purpose").And.NotContain("\n");
    }

    [Fact]
    public async Task Question_ThatNobodyAnswers_CanBeInterrupted()
    {
        using var stop = new CancellationTokenSource();
        using var person = new SilentPerson(whenAsked: stop.Cancel);

        var outcome = await (_tool with { Input = person }).RunAsync(stop.Token, "erase-user", "u-1", "-w", AgentKitFixture.NewWorkspace());

        outcome.ExitCode.Should().Be(ExitCode.Interrupted);
        outcome.Errors.Should().Contain("Type yes").And.Contain("Stopped.");
        person.HasGivenUp.Should().BeFalse();
    }

    [Fact]
    public async Task AnyCommand_ThatIsInterrupted_SaysSoToTheShell()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        (await _tool.RunAsync(stop.Token, "agents", "list", "-w", "acme")).ExitCode.Should().Be(ExitCode.Interrupted);
    }

    [Fact]
    public async Task Help_OfTheTool_ListsCommandsVariablesAndExitCodes()
    {
        var outcome = await new Tool(ConnectionString: null).RunAsync("--help");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Output.Should().ContainAll(
            "agents", "AGENTKIT_CONNECTION_STRING", "AGENTKIT_WORKSPACE", "NO_COLOR", "Exit codes", "130  interrupted");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Colors_AreUsed_OnlyWhereTheyAreWanted(bool hasColors)
    {
        var outcome = await (_tool with { Width = 80, HasColors = hasColors }).RunAsync("agents", "list", "-w", "acme");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Output.Contains('\u001b').Should().Be(hasColors);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Flush() => throw new NotSupportedException("broken on purpose");
    }
}
