using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit events tail</c>.</summary>
public sealed class EventsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task Tail_WithoutFollowing_ShowsTheLastOnesInOrder()
    {
        var scope = AgentKitFixture.NewService();
        await AppendAsync(scope, "first", "second", "third");

        var text = await _tool.RunAsync("events", "tail", "-w", scope.WorkspaceId, "--no-follow", "--last", "2");
        var json = await _tool.RunAsync("events", "tail", "-w", scope.WorkspaceId, "--no-follow", "--json");

        text.Lines.Should().HaveCount(2);
        text.Lines[0].Should().Contain("hook").And.Contain("second find_order").And.Contain("payload");
        json.JsonLines.Select(line => line.GetProperty("type").GetString()).Should().Equal("first", "second", "third");
    }

    [Fact]
    public async Task Tail_Following_ShowsEachNewEventOnceUntilItIsInterrupted()
    {
        var scope = AgentKitFixture.NewService();
        await AppendAsync(scope, "old", "before");
        using var stop = new CancellationTokenSource();
        await using var output = new LineWriter();
        var running = _tool.RunAsync(
            output, TextWriter.Null, stop.Token, "events", "tail", "-w", scope.WorkspaceId, "--last", "1", "--json");

        await Eventually.HoldsAsync(() => Types(output).Count == 1);
        await AppendAsync(scope, "after-1");
        await Eventually.HoldsAsync(() => Types(output).Count == 2);
        await AppendAsync(scope, "after-2", "after-3");
        await Eventually.HoldsAsync(() => Types(output).Count == 4);
        await stop.CancelAsync();

        (await running).Should().Be(ExitCode.Interrupted);
        Types(output).Should().Equal("before", "after-1", "after-2", "after-3");
    }

    [Fact]
    public async Task Tail_Following_ShowsAnEventThatComesMinutesLate()
    {
        var scope = AgentKitFixture.NewService();
        await AppendAsync(scope, "before");
        using var stop = new CancellationTokenSource();
        await using var output = new LineWriter();
        var running = (_tool with { Clock = new HurryingClock() }).RunAsync(
            output, TextWriter.Null, stop.Token, "events", "tail", "-w", scope.WorkspaceId, "--last", "1", "--json");
        await Eventually.HoldsAsync(() => Types(output).Count == 1);

        await fixture.Get<IEventLog>().AppendAsync(
            scope, new NewEvent(EventCategory.Hook, "late") { Id = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(-1)) });
        await Eventually.HoldsAsync(() => Types(output).Count == 2);
        await stop.CancelAsync();

        (await running).Should().Be(ExitCode.Interrupted);
        Types(output).Should().Equal("before", "late");
    }

    [Theory]
    [InlineData("--type second", 1)]
    [InlineData("--category hook", 3)]
    [InlineData("--category phase", 0)]
    [InlineData("--tool other", 0)]
    public async Task Tail_WithAFilter_ShowsWhatItLetsThrough(string filter, int count)
    {
        var scope = AgentKitFixture.NewService();
        await AppendAsync(scope, "first", "second", "third");

        var outcome = await _tool.RunAsync(["events", "tail", "-w", scope.WorkspaceId, "--no-follow", "--json", .. filter.Split(' ')]);

        outcome.JsonLines.Should().HaveCount(count);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Tail_OnATerminal_FitsIt(int width)
    {
        var scope = AgentKitFixture.NewService();
        await AppendAsync(scope, "first", new string('x', 200));

        var outcome = await (_tool with { Width = width }).RunAsync("events", "tail", "-w", scope.WorkspaceId, "--no-follow");

        outcome.Lines.Should().HaveCount(2).And.OnlyContain(line => Cell.Width(line) <= width);
    }

    private static List<string?> Types(LineWriter output) =>
        [.. output.Lines.Select(line => CliSamples.Json(line).GetProperty("type").GetString())];

    private async Task AppendAsync(AgentScope scope, params string[] types)
    {
        // Each in a millisecond of its own: within one, ids are in no order.
        foreach (var (type, i) in types.Select((type, i) => (type, i)))
        {
            var at = DateTimeOffset.UtcNow.AddMilliseconds(i - types.Length);
            await fixture.Get<IEventLog>().AppendAsync(scope, new NewEvent(EventCategory.Hook, type)
            {
                Id = Guid.CreateVersion7(at),
                OccurredAt = at,
                ToolName = "find_order",
                Payload = CliSamples.Json($$"""{"payload":"{{CliSamples.Long}}"}"""),
            });
        }
    }

    /// <summary>Every look at it is 16 seconds later.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(16 * Interlocked.Increment(ref _looks));
    }
}
