using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit sessions</c>.</summary>
public sealed class SessionsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task List_IntoAPipe_HasWholeIdsAndTitles()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("sessions", "list", "-w", sample.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Lines.Should().HaveCount(2);
        outcome.Lines[1].Should().ContainAll($"{sample.Session.Id}", "Where is 注文 A-1001?", "active", "u-1", "5,354", "0.0248");
        outcome.Lines.Should().OnlyContain(line => line == line.TrimEnd(), "nobody wants to copy blanks");
    }

    [Fact]
    public async Task List_InPages_HandsTheCursorOn()
    {
        var scope = AgentKitFixture.NewService();
        for (var i = 0; i < 3; i++)
        {
            await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        }

        var first = await _tool.RunAsync("sessions", "list", "-w", scope.WorkspaceId, "--limit", "2");
        var firstJson = await _tool.RunAsync("sessions", "list", "-w", scope.WorkspaceId, "--limit", "2", "--json");
        var cursor = firstJson.Json.GetProperty("next").GetString()!;
        var second = await _tool.RunAsync("sessions", "list", "-w", scope.WorkspaceId, "--limit", "2", "--after", cursor, "--json");

        first.Lines.Should().HaveCount(3, "the cursor is not among the rows");
        first.Errors.Should().Contain($"--after {cursor}");
        firstJson.Errors.Should().BeEmpty();
        second.Json.GetProperty("items").GetArrayLength().Should().Be(1);
        second.Json.GetProperty("next").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("--status closed", 0)]
    [InlineData("--status active closed", 1)]
    [InlineData("--owner u-1", 1)]
    [InlineData("--owner u-2", 0)]
    [InlineData("--agent support --kind full", 0)]
    public async Task List_WithAFilter_ShowsWhatItLetsThrough(string filter, int count)
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync(["sessions", "list", "-w", sample.WorkspaceId, "--json", .. filter.Split(' ')]);

        outcome.Json.GetProperty("items").GetArrayLength().Should().Be(count);
    }

    [Theory]
    [InlineData("--status", "open")]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "x")]
    [InlineData("--after", "x")]
    public async Task List_WithAWrongFilter_IsAUsageError(string option, string value)
    {
        var outcome = await _tool.RunAsync("sessions", "list", "-w", "acme", option, value);

        outcome.ExitCode.Should().Be(ExitCode.Usage);
        outcome.Errors.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Show_ASession_FoldsToolCallsAndTellsTheirEnd()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Output.Should().ContainAll(CliSamples.Question, CliSamples.Thought, CliSamples.Answer, "1,250+84 tokens", "0.0061", "290ms", "--full");
        outcome.Lines.Should().ContainSingle(line => line.Contains("→ find_order {")).Which.Should().MatchRegex("= 3 kB in .+$");
        outcome.Lines.Should().ContainSingle(line => line.Contains("→ search_manual {")).Which.Should().MatchRegex("failed in .+, 19 B$");
        outcome.Lines.Should().ContainSingle(line => line.Contains("→ send_mail {}")).Which.Should().EndWith("no result");
        outcome.Output.Should().NotMatchRegex("(?m)^3 tool", "it is told where the tools were called");
    }

    [Fact]
    public async Task Show_CallsThatHaveTheSameId_TellsOfEachWhatCameOfIt()
    {
        var scope = AgentKitFixture.NewService();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var log = fixture.Get<IToolRunLog>();
        await log.RunAsync(scope, new NewToolRun(session.Id, "look", CliSamples.Json("1")) { ToolUseId = "call_1" }, _ => Task.FromResult("a"));
        await log.FailAsync(
            scope,
            (await log.StartAsync(scope, new NewToolRun(session.Id, "look", CliSamples.Json("2")) { ToolUseId = "call_1" })).Id,
            new ToolError("timeout", null));
        await fixture.Sessions.AppendAsync(scope, session.Id, new SessionCommit
        {
            Turns =
            [
                Turn.Assistant([new ToolUseBlock("call_1", "look", CliSamples.Json("1"))]),
                Turn.Tool(new ToolResultBlock("call_1", CliSamples.Json("\"aa\""))),
                Turn.Assistant([new ToolUseBlock("call_1", "look", CliSamples.Json("2"))]),
                Turn.Tool(new ToolResultBlock("call_1", CliSamples.Json("\"aaaaaaaa\""), IsError: true)),
                Turn.Assistant([new ToolUseBlock("call_1", "look", CliSamples.Json("3"))]),
                Turn.Tool(new ToolResultBlock("call_1", CliSamples.Json("\"aaaaaaaaaaaaaa\""))),
                Turn.Tool(new ToolResultBlock("call_1", CliSamples.Json("\"nobody asked\""))),
            ],
        });

        var outcome = await _tool.RunAsync("sessions", "show", $"{session.Id}", "-w", scope.WorkspaceId);

        outcome.Lines.Where(line => line.Contains("→ look")).Should().Satisfy(
            line => line.Contains("look 1 = 4 B in"), line => line.Contains("look 2 failed in") && line.Contains("10 B"), line => line.EndsWith("look 3 = 16 B"));
        outcome.Output.Should().MatchRegex("(?m)^7 tool", "it answers no call").And.NotMatchRegex("(?m)^[246] tool");
    }

    [Fact]
    public async Task Show_Full_CutsNothing()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId, "--full");

        outcome.Output.Should().MatchRegex("(?m)^3 tool").And.ContainAll($"{CliSamples.Answer} {CliSamples.Long}", """{"error":"timeout"}""");
    }

    [Fact]
    public async Task Show_TheLastTurns_SaysHowManyThereAreBefore()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId, "--last", "1");

        outcome.Output.Should().Contain("3 earlier turns are not shown").And.Contain(CliSamples.Answer).And.NotContain(CliSamples.Question);
    }

    [Fact]
    public async Task Show_WithJson_IsLossless()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var outcome = await _tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId, "--json");

        outcome.Errors.Should().BeEmpty();
        outcome.Output.Should().Contain("Bogotá", "letters of all scripts stay readable");
        outcome.Json.GetProperty("session").GetProperty("status").GetString().Should().Be("active");
        outcome.Json.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("role").GetString())
            .Should().Equal("user", "assistant", "tool", "assistant");
        outcome.Json.GetProperty("turns")[1].GetProperty("latency").GetDecimal().Should().Be(0.29m, "durations are seconds");
        outcome.Json.GetProperty("turns")[1].GetProperty("content")[0].GetProperty("signature").GetString().Should().Be("c2ln");
        outcome.Json.GetProperty("toolRuns").EnumerateArray().Select(run => run.GetProperty("status").GetString())
            .Should().Equal("succeeded", "failed");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Output_OnATerminal_FitsIt(int width)
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var tool = _tool with { Width = width };

        var list = await tool.RunAsync("sessions", "list", "-w", sample.WorkspaceId);
        var show = await tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId);
        var full = await tool.RunAsync("sessions", "show", $"{sample.Session.Id}", "-w", sample.WorkspaceId, "--full");

        list.Output.Should().Contain($"{sample.Session.Id}", "ids are never cut");
        foreach (var outcome in new[] { list, show, full })
        {
            outcome.Lines.Should().OnlyContain(line => Cell.Width(line) <= width && line == line.TrimEnd());
        }
    }

    [Fact]
    public async Task Show_TextThatPlaysWithTheTerminal_IsMadeHarmless()
    {
        var scope = AgentKitFixture.NewService();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Title = "a\u001b[2Jb" });
        await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Turns = [Turn.User("x\u001b]0;owned\u0007y\rz [red]q[/]")] });

        var list = await _tool.RunAsync("sessions", "list", "-w", scope.WorkspaceId);
        var show = await _tool.RunAsync("sessions", "show", $"{session.Id}", "-w", scope.WorkspaceId);

        (list.Output + show.Output).Should().NotContainAny("\u001b", "\u0007", "\r").And.Contain("[red]q[/]");
    }

    [Theory]
    [InlineData("user", "u-2")]
    [InlineData("service", null)]
    public async Task Show_WhatTheScopeDoesNotSee_IsNotFound(string access, string? user)
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var workspace = user is null ? AgentKitFixture.NewWorkspace() : sample.WorkspaceId;

        var outcome = await _tool.RunAsync(
            ["sessions", "show", $"{sample.Session.Id}", "-w", workspace, "--access", access, .. user is null ? [] : new[] { "--user", user }]);

        outcome.ExitCode.Should().Be(ExitCode.NotFound);
        outcome.Output.Should().BeEmpty();
        outcome.Errors.Should().Contain($"{sample.Session.Id}");
    }
}
