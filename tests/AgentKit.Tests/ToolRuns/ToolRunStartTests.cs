using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunStartTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task StartAsync_AllMembers_ReadsBackEqual()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var wanted = ToolRunSamples.New(sessionId) with
        {
            RunId = await fixture.NewAgentRunAsync(_scope, sessionId),
            TurnNumber = 3,
            ToolUseId = "toolu_1",
            Attempt = 2,
        };

        var started = await _log.StartAsync(_scope, wanted);

        started.Should().BeEquivalentTo(
            new { wanted.Id, wanted.SessionId, wanted.RunId, wanted.TurnNumber, wanted.ToolUseId, wanted.ToolName, wanted.Attempt });
        started.UserId.Should().Be("u-1");
        started.Status.Should().Be(ToolRunStatus.Running);
        started.Worker.Should().Be($"{Environment.MachineName}/{Environment.ProcessId}");
        started.StartedAt.Should().Be(started.CreatedAt).And.BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (started.CompletedAt, started.Duration, started.Output, started.Error).Should().Be((null, null, null, null));
        var read = await _log.GetAsync(_scope, wanted.Id);
        read.Should().BeEquivalentTo(started, options => options.Excluding(run => run.Input));
        read.Input.GetRawText().Should().Be(ToolRunSamples.Input.GetRawText());
    }

    [Fact]
    public async Task StartAsync_AgainAfterCompletion_ReturnsItAsItIs()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));
        await _log.StartAsync(_scope, wanted);
        var completed = await _log.SucceedAsync(_scope, wanted.Id, ToolRunSamples.Json("1"));

        var again = await _log.StartAsync(_scope, wanted);

        again.Should().BeEquivalentTo(completed, options => options.Excluding(run => run.Input).Excluding(run => run.Output));
        (await _log.ListAsync(_scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task StartAsync_TwentyTimesAtOnce_StartsOne()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _log.StartAsync(_scope, wanted)));

        runs.Select(run => (run.Id, run.StartedAt)).Distinct().Should().ContainSingle();
        (await _log.ListAsync(_scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task StartAsync_Pending_BeginsWhenItIsStarted()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope)) with { IsPending = true, ToolUseId = "first" };
        var clock = new FixedTime(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var log = provider.GetRequiredService<IToolRunLog>();

        var pending = await log.StartAsync(_scope, wanted);
        var pendingAgain = await log.StartAsync(_scope, wanted);
        clock.Advance(TimeSpan.FromHours(1));
        var running = await log.StartAsync(_scope, wanted with { IsPending = false, ToolUseId = "second" });
        var pendingTooLate = await log.StartAsync(_scope, wanted);

        (pending.Status, pending.StartedAt, pending.Worker).Should().Be((ToolRunStatus.Pending, null, null));
        pendingAgain.Status.Should().Be(ToolRunStatus.Pending);
        running.Status.Should().Be(ToolRunStatus.Running);
        running.StartedAt.Should().Be(pending.CreatedAt.AddHours(1));
        running.CreatedAt.Should().Be(pending.CreatedAt);
        running.Worker.Should().NotBeNull();
        running.ToolUseId.Should().Be("first");
        pendingTooLate.Status.Should().Be(ToolRunStatus.Running);
    }

    [Fact]
    public async Task StartAsync_UnknownSession_ThrowsSessionNotFound()
    {
        var sessionId = Guid.CreateVersion7();

        var error = await _log.Awaiting(log => log.StartAsync(_scope, ToolRunSamples.New(sessionId))).Should().ThrowAsync<SessionNotFoundException>();

        error.Which.SessionId.Should().Be(sessionId);
    }

    [Fact]
    public async Task StartAsync_UnknownRun_ThrowsRunNotFound()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope)) with { RunId = Guid.CreateVersion7() };

        var error = await _log.Awaiting(log => log.StartAsync(_scope, wanted)).Should().ThrowAsync<RunNotFoundException>();

        error.Which.RunId.Should().Be(wanted.RunId!.Value);
    }

    [Fact]
    public async Task StartAsync_IdOfAnotherSessionOrTool_ThrowsAlreadyExists()
    {
        var taken = await _log.StartAsync(_scope, ToolRunSamples.New(await fixture.NewSessionAsync(_scope)) with { IsPending = true });
        var elsewhere = ToolRunSamples.New(await fixture.NewSessionAsync(_scope)) with { Id = taken.Id };
        var otherTool = ToolRunSamples.New(taken.SessionId, "other") with { Id = taken.Id };

        foreach (var wanted in new[] { elsewhere, otherTool })
        {
            var error = await _log.Awaiting(log => log.StartAsync(_scope, wanted)).Should().ThrowAsync<AlreadyExistsException>();
            error.Which.Value.Should().Be(taken.Id.ToString());
        }

        (await _log.GetAsync(_scope, taken.Id)).Status.Should().Be(ToolRunStatus.Pending);
    }

    [Fact]
    public async Task StartAsync_ReplyLost_StartsOne()
    {
        await using var provider = fixture.CreateStutteringProvider();
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));

        var started = await provider.GetRequiredService<IToolRunLog>().StartAsync(_scope, wanted);

        started.Status.Should().Be(ToolRunStatus.Running);
        (await _log.ListAsync(_scope)).Items.Should().ContainSingle();
    }
}
