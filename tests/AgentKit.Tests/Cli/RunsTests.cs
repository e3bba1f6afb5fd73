using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit runs</c>, <c>tools stats</c> and <c>replay</c>: what happened, and how it went.</summary>
public sealed class RunsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task List_Runs_ShowsHowTheyWent()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var failed = await fixture.Get<IRunStore>().StartAsync(sample.Scope, new NewRun(sample.Session.Id));
        await fixture.Get<IRunStore>().FailAsync(sample.Scope, failed.Lease, new RunError("overloaded", "529"));

        var outcome = await _tool.RunAsync("runs", "list", "-w", sample.WorkspaceId, "--session", $"{sample.Session.Id}", "--from", "1h");
        var filtered = await _tool.RunAsync("runs", "list", "-w", sample.WorkspaceId, "--status", "failed", "--json");

        outcome.Lines.Should().HaveCount(3);
        outcome.Output.Should().ContainAll($"{sample.Run.Id}", "completed", "overloaded: 529", "large-1");
        filtered.Json.GetProperty("items").EnumerateArray().Should().ContainSingle()
            .Which.GetProperty("error").GetProperty("type").GetString().Should().Be("overloaded");
    }

    [Fact]
    public async Task Show_ARun_DrawsItsTurnsToolRunsAndChildren()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var child = await fixture.Get<IRunStore>().StartAsync(
            sample.Scope, new NewRun(sample.Session.Id) { ParentRunId = sample.Run.Id, AgentId = AgentKitFixture.PhasedAgent });

        var outcome = await _tool.RunAsync("runs", "show", $"{sample.Run.Id}", "-w", sample.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Done);
        var waterfall = outcome.Lines.SkipWhile(line => line.Length > 0).Skip(2).ToArray();
        waterfall.Should().HaveCount(1 + 4 + 2 + 1);
        waterfall[0].Should().MatchRegex("^run .*█+ .*completed$");
        waterfall.Should().Contain(line => line.StartsWith("find_order") && line.EndsWith("succeeded"))
            .And.Contain(line => line.StartsWith("search_manual") && line.EndsWith("failed: timeout"))
            .And.Contain(line => line.StartsWith("2 assistant") && line.EndsWith("1,334 tok · 0.0061"))
            .And.Contain(line => line.StartsWith("run phased") && line.Contains('▶') && line.EndsWith("running"));
        child.Status.Should().Be(RunStatus.Running);
    }

    [Fact]
    public async Task Show_ARunOfALongSession_FindsItsTurnsOnly()
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        session = await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Turns = [.. Turns("before", 40)] });
        var run = await fixture.Get<IRunStore>().StartAsync(scope, new NewRun(session.Id));
        session = await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Run = run.Lease, Turns = [.. Turns("during", 3)] });
        await fixture.Get<IRunStore>().CompleteAsync(scope, run.Lease);
        await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Turns = [.. Turns("after", 20)] });

        var outcome = await _tool.RunAsync("runs", "show", $"{run.Id}", "-w", scope.WorkspaceId, "--json");

        outcome.Json.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("number").GetInt64()).Should().Equal(41, 42, 43);
    }

    [Fact]
    public async Task Show_ARunBesideAnother_ShowsOnlyWhatItSaid()
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var (first, second) = (await RunAsync(), await RunAsync());
        await SayAsync(first, "one");
        await SayAsync(second, "two");
        await SayAsync(null, "nobody's");
        await SayAsync(first, "three");

        var outcome = await _tool.RunAsync("runs", "show", $"{first.Id}", "-w", scope.WorkspaceId, "--json");

        outcome.Json.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("number").GetInt64()).Should().Equal(1, 4);

        Task<Run> RunAsync() => fixture.Get<IRunStore>().StartAsync(scope, new NewRun(session.Id));

        Task SayAsync(Run? run, string text) =>
            fixture.Sessions.AppendAsync(scope, session.Id, new SessionCommit { Run = run?.Lease, Turns = [Turn.User(text)] });
    }

    [Fact]
    public async Task Show_NamesThatPlayWithTheTerminal_AreMadeHarmless()
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var failing = await fixture.Get<IToolRunLog>().StartAsync(
            sample.Scope, new NewToolRun(sample.Session.Id, "to\u001b[2Jol", CliSamples.Json("{}")) { RunId = sample.Run.Id });
        await fixture.Get<IToolRunLog>().FailAsync(sample.Scope, failing.Id, new ToolError("bad\u001b[31m\u202e", "x\u0007"));

        var show = await _tool.RunAsync("runs", "show", $"{sample.Run.Id}", "-w", sample.WorkspaceId);
        var doctor = await _tool.RunAsync("doctor", "-w", sample.WorkspaceId, "--stale", "0s");

        (show.Output + doctor.Output).Should().NotContainAny("\u001b", "\u0007", "\u202e").And.Contain("failed: bad");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Output_OnATerminal_FitsIt(int width)
    {
        var sample = await CliSamples.CreateAsync(fixture);
        var tool = _tool with { Width = width };

        foreach (var command in new[]
        {
            "runs list", $"runs show {sample.Run.Id}", "tools stats", $"replay {sample.Session.Id}", $"replay {sample.Session.Id} --full",
        })
        {
            var outcome = await tool.RunAsync([.. command.Split(' '), "-w", sample.WorkspaceId]);
            outcome.ExitCode.Should().Be(ExitCode.Done);
            outcome.Lines.Should().OnlyContain(line => Cell.Width(line) <= width && line == line.TrimEnd(), command);
        }
    }

    [Fact]
    public async Task Stats_OfTools_CountCallsAndFailures()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var table = await _tool.RunAsync("tools", "stats", "-w", sample.WorkspaceId, "--from", "1h");
        var json = await _tool.RunAsync("tools", "stats", "-w", sample.WorkspaceId, "--json");
        var before = await _tool.RunAsync("tools", "stats", "-w", sample.WorkspaceId, "--to", "2026-01-01", "--json");

        table.Lines.Should().Contain(line => line.StartsWith("search_manual") && line.Contains("100.0 %"));
        json.Json.GetProperty("items")[0].GetProperty("median").GetDecimal().Should().BeGreaterThanOrEqualTo(0);
        before.Json.GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Replay_ASession_WritesItsToolRunsInOrder()
    {
        var sample = await CliSamples.CreateAsync(fixture);

        var text = await _tool.RunAsync("replay", $"{sample.Session.Id}", "-w", sample.WorkspaceId);
        var json = await _tool.RunAsync("replay", $"{sample.Session.Id}", "-w", sample.WorkspaceId, "--json");

        text.Output.Should().ContainAll("1 find_order succeeded", "2 search_manual failed", CliSamples.ToolFailure);
        json.JsonLines.Select(run => run.GetProperty("toolName").GetString()).Should().Equal("find_order", "search_manual");
    }

    [Theory]
    [InlineData("runs", "show")]
    [InlineData("sessions", "show")]
    [InlineData("replay")]
    public async Task AnyCommand_OnAnUnknownId_IsNotFound(params string[] command)
    {
        var id = Guid.CreateVersion7();

        var outcome = await _tool.RunAsync([.. command, $"{id}", "-w", "acme", "--json"]);

        outcome.ExitCode.Should().Be(ExitCode.NotFound);
        outcome.Output.Should().BeEmpty();
        outcome.Errors.Should().Contain($"{id}");
    }

    [Theory]
    [InlineData("runs", "show", "x")]
    [InlineData("runs", "list", "--from", "yesterday")]
    [InlineData("runs", "list", "--session", "x")]
    [InlineData("replay")]
    public async Task AnyCommand_OnWhatIsNoIdOrTime_IsAUsageError(params string[] command) =>
        (await _tool.RunAsync([.. command, "-w", "acme"])).ExitCode.Should().Be(ExitCode.Usage);

    private static IEnumerable<Turn> Turns(string text, int count) => Enumerable.Range(0, count).Select(i => Turn.User($"{text} {i}"));
}
