using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunReplayTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ReplayAsync_MoreThanTwoPages_IsInTheOrderOfTheStarts()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var random = new Random(17);
        var wanted = Enumerable.Range(0, 230)
            .Select(_ => ToolRunSamples.Over(sessionId) with { StartedAt = Noon.AddSeconds(random.Next(50)) }) // many at the same time
            .ToList();
        await Task.WhenAll(wanted.Select(run => _log.RecordAsync(_scope, run)));
        await _log.RecordAsync(_scope, ToolRunSamples.Over(await fixture.NewSessionAsync(_scope)));

        var replayed = await CollectAsync(sessionId);

        replayed.Select(run => run.Id).Should().Equal(wanted.OrderBy(run => run.StartedAt).ThenBy(run => run.Id).Select(run => run.Id));
    }

    [Fact]
    public async Task ReplayAsync_NeverBegun_IsLeftOut()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        await _log.StartAsync(_scope, ToolRunSamples.New(sessionId) with { IsPending = true });
        var canceled = await _log.StartAsync(_scope, ToolRunSamples.New(sessionId) with { IsPending = true });
        await _log.CancelAsync(_scope, canceled.Id);
        var running = await _log.StartAsync(_scope, ToolRunSamples.New(sessionId));

        (await CollectAsync(sessionId)).Should().ContainSingle().Which.Id.Should().Be(running.Id);
    }

    [Fact]
    public async Task ReplayAsync_UnknownSession_IsEmpty() =>
        (await CollectAsync(Guid.CreateVersion7())).Should().BeEmpty();

    [Fact]
    public async Task ReplayAsync_Cancelled_Stops()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        await _log.StartAsync(_scope, ToolRunSamples.New(sessionId));
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        var reading = async () =>
        {
            await foreach (var _ in _log.ReplayAsync(_scope, sessionId).WithCancellation(cancellation.Token))
            {
            }
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task<List<ToolRun>> CollectAsync(Guid sessionId)
    {
        List<ToolRun> runs = [];
        await foreach (var run in _log.ReplayAsync(_scope, sessionId))
        {
            runs.Add(run);
        }

        return runs;
    }
}
