using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit retention</c> and <c>agentkit erase-user</c>.</summary>
public sealed class PersonalDataTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task EraseUser_WithoutAYes_CountsAndErasesNothing()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("erase-user", "u-1", "-w", sample.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Errors.Should().ContainAll("user u-1", "sessions: 1, with 4 turns", "--yes", "Nothing was done");
        (await fixture.Sessions.FindAsync(sample.Scope, sample.Session.Id)).Should().NotBeNull();
    }

    [Fact]
    public async Task EraseUser_Confirmed_ErasesAndWritesTheReceipt()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var id = Guid.CreateVersion7();

        var outcome = await _tool.RunAsync("erase-user", "u-1", "-w", sample.WorkspaceId, "--yes", "--erasure-id", $"{id}", "--json");
        var again = await _tool.RunAsync("erase-user", "u-1", "-w", sample.WorkspaceId, "--yes", "--erasure-id", $"{id}");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Json.GetProperty("id").GetGuid().Should().Be(id);
        outcome.Json.GetProperty("removed").GetProperty("turns").GetInt64().Should().Be(4);
        (await fixture.Sessions.FindAsync(sample.Scope, sample.Session.Id)).Should().BeNull();
        again.Output.Should().Contain($"{id}").And.MatchRegex(@"turns +4", "it is the same receipt");
    }

    [Fact]
    public async Task EraseUser_AskedOnATerminal_TakesYesForAnAnswer()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await (_tool with { Answers = "yes\n", Width = 80 }).RunAsync("erase-user", "u-1", "-w", sample.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Lines.Should().OnlyContain(line => line.Length <= 80);
    }

    [Fact]
    public async Task Retention_Confirmed_RemovesWhatIsOlder()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var later = _tool with { Clock = new FixedTime(DateTimeOffset.UtcNow.AddDays(40)) };
        string[] policy = ["retention", "-w", sample.WorkspaceId, "--tool-runs", "succeeded=30d", "failed=60d", "--events", "30d"];

        var asked = await later.RunAsync(policy);
        var done = await later.RunAsync([.. policy, "--yes", "--json"]);
        var nothing = await later.RunAsync([.. policy, "--yes"]);

        asked.ExitCode.Should().Be(ExitCode.Usage);
        asked.Errors.Should().ContainAll("tool runs, succeeded for 30d: 1", "tool runs, failed for 60d: 0", "events, older than 30d: 0");
        done.Json.GetProperty("removed").GetProperty("tool_runs").GetInt64().Should().Be(1);
        done.Json.GetProperty("hasMore").GetBoolean().Should().BeFalse();
        nothing.Output.Should().Contain("nothing");
    }

    [Fact]
    public async Task Retention_OfSessions_RemovesThemWhole()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        await fixture.Sessions.CloseAsync(sample.Scope, sample.Session.Id);
        var later = _tool with { Clock = new FixedTime(DateTimeOffset.UtcNow.AddDays(40)) };

        var outcome = await later.RunAsync("retention", "-w", sample.WorkspaceId, "--sessions", "closed=30d", "--yes");

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Errors.Should().Contain("sessions, closed for 30d, whole: 1");
        outcome.Output.Should().MatchRegex("(?m)^turns +4$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--events 30")]
    [InlineData("--sessions open=30d")]
    [InlineData("--sessions closed")]
    [InlineData("--tasks pending=30d")]
    [InlineData("--events 0d --yes")]
    public async Task Retention_OfAWrongPolicy_IsAUsageError(string policy)
    {
        var outcome = await _tool.RunAsync(["retention", "-w", "acme", .. policy.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        outcome.ExitCode.Should().Be(ExitCode.Usage);
    }

    [Theory]
    [InlineData("retention --events 30d")]
    [InlineData("erase-user u-1")]
    public async Task Destruction_WithoutTheRight_IsRefused(string command)
    {
        var outcome = await _tool.RunAsync([.. command.Split(' '), "-w", "acme", "--user", "u-2", "--access", "admin", "--yes"]);

        outcome.ExitCode.Should().Be(ExitCode.Refused);
        outcome.Output.Should().BeEmpty();
    }
}
