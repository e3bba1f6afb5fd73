using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="RoundTripTests"/> for tool runs: what is written comes back at once; only what was not written is asked about.</summary>
public sealed class ToolRunRoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EveryCall_OnTheWire_IsTheRoundTripsItPromises()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var toolRuns = provider.GetRequiredService<IToolRunLog>();
        var scope = AgentKitFixture.NewUser();
        var sessionId = await fixture.NewSessionAsync(scope);
        var runId = await fixture.NewAgentRunAsync(scope, sessionId);
        await toolRuns.ListAsync(scope); // connects

        // Before, while and after the statements are prepared.
        for (var i = 0; i < 8; i++)
        {
            var (free, ofRun, over) = (ToolRunSamples.New(sessionId), ToolRunSamples.New(sessionId) with { RunId = runId }, ToolRunSamples.Over(sessionId));
            var waits = ToolRunSamples.New(sessionId) with { IsPending = true };
            (string What, int RoundTrips, Func<Task> Call)[] calls =
            [
                ("a start", 1, () => toolRuns.StartAsync(scope, free)),
                ("a start again", 2, () => toolRuns.StartAsync(scope, free)),
                ("a completion", 1, () => toolRuns.SucceedAsync(scope, free.Id, ToolRunSamples.Input)),
                ("a completion again", 2, () => toolRuns.SucceedAsync(scope, free.Id, ToolRunSamples.Input)),
                ("a refusal", 2, () => toolRuns.Awaiting(t => t.CancelAsync(scope, free.Id)).Should().ThrowAsync<InvalidToolRunStateException>()),
                ("a start for an agent's run", 1, () => toolRuns.StartAsync(scope, ofRun)),
                ("a failure", 1, () => toolRuns.FailAsync(scope, ofRun.Id, new ToolError("timeout"))),
                ("a record", 1, () => toolRuns.RecordAsync(scope, over)),
                ("a record again", 2, () => toolRuns.RecordAsync(scope, over)),
                ("one that is to wait", 1, () => toolRuns.StartAsync(scope, waits)),
                ("one that waited and begins", 2, () => toolRuns.StartAsync(scope, waits with { IsPending = false })),
                ("a cancellation", 1, () => toolRuns.CancelAsync(scope, waits.Id)),
                ("a tool that is run", 2, () => toolRuns.RunAsync(scope, sessionId, "t", "input", _ => Task.FromResult("output"))),
                ("a read", 1, () => toolRuns.GetAsync(scope, free.Id)),
            ];

            foreach (var (what, roundTrips, call) in calls)
            {
                var before = proxy.RoundTrips;
                await call();
                (proxy.RoundTrips - before).Should().Be(roundTrips, "{0}, the {1}th", what, i);
            }
        }
    }
}
