using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunRecordTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task RecordAsync_AllMembers_ReadsBackEqual()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var startedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(-5));
        var wanted = new CompletedToolRun(sessionId, ToolRunSamples.Tool, ToolRunSamples.Json(ToolRunSamples.Verbatim))
        {
            Output = ToolRunSamples.Json(ToolRunSamples.Verbatim),
            StartedAt = startedAt,
            Duration = TimeSpan.FromMilliseconds(1234.567),
            RunId = await fixture.NewAgentRunAsync(_scope, sessionId),
            TurnNumber = 7,
            ToolUseId = "toolu_2",
            Attempt = 3,
        };

        await _log.RecordAsync(_scope, wanted);

        var read = await _log.GetAsync(_scope, wanted.Id);
        read.Should().BeEquivalentTo(new
        {
            wanted.Id,
            wanted.SessionId,
            wanted.ToolName,
            wanted.RunId,
            wanted.TurnNumber,
            wanted.ToolUseId,
            wanted.Attempt,
            wanted.StartedAt,
            wanted.Duration,
            Status = ToolRunStatus.Succeeded,
            UserId = "u-1",
        });
        read.StartedAt!.Value.Offset.Should().Be(TimeSpan.Zero);
        read.Input.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        read.Output!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
    }

    [Fact]
    public async Task RecordAsync_ErrorOrNeither_IsFailedOrCanceled()
    {
        var wanted = ToolRunSamples.Over(await fixture.NewSessionAsync(_scope));

        var failed = await _log.RecordAsync(_scope, wanted with { Error = new ToolError("timeout", "no answer") });
        var canceled = await _log.RecordAsync(_scope, wanted with { Id = Guid.CreateVersion7() });

        (failed.Status, failed.Error).Should().Be((ToolRunStatus.Failed, new ToolError("timeout", "no answer")));
        (canceled.Status, canceled.Error).Should().Be((ToolRunStatus.Canceled, null));
        canceled.Duration.Should().Be(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task RecordAsync_SameIdAgain_ReturnsTheFirst()
    {
        var wanted = ToolRunSamples.Over(await fixture.NewSessionAsync(_scope)) with { Output = ToolRunSamples.Json("1") };
        await _log.RecordAsync(_scope, wanted);

        var again = await _log.RecordAsync(_scope, wanted with { Output = ToolRunSamples.Json("2") });

        again.Output!.Value.GetRawText().Should().Be("1");
        (await _log.ListAsync(_scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task RecordAsync_IdWithAnotherEnd_ThrowsInvalidToolRunState()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var wanted = ToolRunSamples.Over(sessionId) with { Output = ToolRunSamples.Json("1") };
        await _log.RecordAsync(_scope, wanted);
        var running = await _log.StartAsync(_scope, ToolRunSamples.New(sessionId));

        var ended = await _log.Awaiting(log => log.RecordAsync(_scope, wanted with { Output = null, Error = new ToolError("x") }))
            .Should().ThrowAsync<InvalidToolRunStateException>();
        var started = await _log.Awaiting(log => log.RecordAsync(_scope, wanted with { Id = running.Id }))
            .Should().ThrowAsync<InvalidToolRunStateException>();

        ended.Which.Status.Should().Be(ToolRunStatus.Succeeded);
        started.Which.Status.Should().Be(ToolRunStatus.Running);
    }

    [Fact]
    public async Task RecordAsync_UnknownSessionOrRunOrTakenId_ThrowsItsError()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var wanted = ToolRunSamples.Over(sessionId);
        await _log.RecordAsync(_scope, wanted);

        await _log.Awaiting(log => log.RecordAsync(_scope, ToolRunSamples.Over(Guid.CreateVersion7())))
            .Should().ThrowAsync<SessionNotFoundException>();
        await _log.Awaiting(log => log.RecordAsync(_scope, ToolRunSamples.Over(sessionId) with { RunId = Guid.CreateVersion7() }))
            .Should().ThrowAsync<RunNotFoundException>();
        await _log.Awaiting(log => log.RecordAsync(_scope, ToolRunSamples.Over(sessionId, "other") with { Id = wanted.Id }))
            .Should().ThrowAsync<AlreadyExistsException>();
    }

    [Fact]
    public async Task RecordAsync_ReplyLost_RecordsOne()
    {
        await using var provider = fixture.CreateStutteringProvider();
        var wanted = ToolRunSamples.Over(await fixture.NewSessionAsync(_scope));

        var recorded = await provider.GetRequiredService<IToolRunLog>().RecordAsync(_scope, wanted);

        recorded.Id.Should().Be(wanted.Id);
        (await _log.ListAsync(_scope)).Items.Should().ContainSingle();
    }
}
