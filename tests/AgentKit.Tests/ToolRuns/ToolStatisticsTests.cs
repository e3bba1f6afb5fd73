using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolStatisticsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task GetStatisticsAsync_TwoTools_AgreesWithWhatTheTestComputes()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var random = new Random(17);
        var runs = Enumerable.Range(0, 60)
            .Select(i => ToolRunSamples.Over(sessionId, i < 40 ? "a" : "b") with
            {
                Duration = TimeSpan.FromMicroseconds(random.Next(1, 5_000_000)),
                Error = i % 7 == 0 ? new ToolError("x") : null,
            })
            .ToList();
        await Task.WhenAll(runs.Select(run => _log.RecordAsync(_scope, run)));
        await _log.StartAsync(_scope, ToolRunSamples.New(sessionId, "a"));
        await _log.StartAsync(_scope, ToolRunSamples.New(sessionId, "c"));

        var statistics = await _log.GetStatisticsAsync(_scope);

        statistics.Select(tool => (tool.ToolName, tool.Count)).Should().Equal(("a", 41), ("b", 20), ("c", 1));
        foreach (var tool in statistics.Take(2))
        {
            var own = runs.Where(run => run.ToolName == tool.ToolName).ToList();
            tool.Failures.Should().Be(own.Count(run => run.Error is not null));
            tool.Median.Should().BeCloseTo(Percentile(own, 0.5), TimeSpan.FromMicroseconds(1));
            tool.Percentile95.Should().BeCloseTo(Percentile(own, 0.95), TimeSpan.FromMicroseconds(1));
        }

        (statistics[2].Failures, statistics[2].Median, statistics[2].Percentile95).Should().Be((0, null, null));
    }

    [Fact]
    public async Task GetStatisticsAsync_Window_CountsByTheTimeOfTheIds()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        for (var i = 0; i < 10; i++)
        {
            await _log.RecordAsync(_scope, ToolRunSamples.Over(sessionId) with { Id = Guid.CreateVersion7(Noon.AddHours(i)) });
        }

        async Task<long> CountAsync(DateTimeOffset? from, DateTimeOffset? to) =>
            (await _log.GetStatisticsAsync(_scope, from, to)).Sum(tool => tool.Count);

        (await CountAsync(Noon.AddHours(2), Noon.AddHours(5))).Should().Be(3);
        (await CountAsync(Noon.AddHours(2), null)).Should().Be(8);
        (await CountAsync(null, Noon.AddHours(2))).Should().Be(2);
        (await _log.GetStatisticsAsync(_scope, Noon.AddDays(1))).Should().BeEmpty();
    }

    [Fact]
    public async Task GetStatisticsAsync_Abandoned_IsAFailureWithoutADuration()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        await _log.StartAsync(_scope, ToolRunSamples.New(sessionId));
        IReadOnlyList<ToolRun> swept = [];
        while (swept.Count == 0)
        {
            swept = await _log.SweepAsync(_scope, TimeSpan.FromTicks(1));
        }

        (await _log.GetStatisticsAsync(_scope)).Should().Equal(new ToolStatistics(ToolRunSamples.Tool, 1, 1, null, null));
    }

    /// <summary>Between the two nearest, in proportion.</summary>
    private static TimeSpan Percentile(List<CompletedToolRun> runs, double fraction)
    {
        var sorted = runs.Select(run => run.Duration.TotalMilliseconds).Order().ToList();
        var position = fraction * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return TimeSpan.FromMilliseconds(sorted[below] + ((position - below) * (sorted[above] - sorted[below])));
    }
}
