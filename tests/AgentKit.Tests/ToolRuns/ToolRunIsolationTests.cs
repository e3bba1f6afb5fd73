using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunIsolationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _owner = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "owner");

    private readonly AgentScope _otherWorkspace = AgentKitFixture.NewService();

    private AgentScope OtherUser => AgentScope.ForUser(_owner.WorkspaceId, "other");

    private AgentScope Admin => AgentScope.ForAdmin(_owner.WorkspaceId, "boss");

    private AgentScope Service => AgentScope.ForService(_owner.WorkspaceId);

    [Fact]
    public async Task AnyMethod_OtherUserOrWorkspace_SeesNothing()
    {
        var run = await StartAsync();

        foreach (var stranger in new[] { OtherUser, _otherWorkspace })
        {
            await _log.Awaiting(log => log.StartAsync(stranger, ToolRunSamples.New(run.SessionId))).Should().ThrowAsync<SessionNotFoundException>();
            await _log.Awaiting(log => log.RecordAsync(stranger, ToolRunSamples.Over(run.SessionId))).Should().ThrowAsync<SessionNotFoundException>();
            await _log.Awaiting(log => log.RunAsync(stranger, run.SessionId, "t", 1, _ => Task.FromResult(1)))
                .Should().ThrowAsync<SessionNotFoundException>();
            await _log.Awaiting(log => log.SucceedAsync(stranger, run.Id, ToolRunSamples.Input)).Should().ThrowAsync<ToolRunNotFoundException>();
            await _log.Awaiting(log => log.FailAsync(stranger, run.Id, new("x"))).Should().ThrowAsync<ToolRunNotFoundException>();
            await _log.Awaiting(log => log.CancelAsync(stranger, run.Id)).Should().ThrowAsync<ToolRunNotFoundException>();
            await _log.Awaiting(log => log.GetAsync(stranger, run.Id)).Should().ThrowAsync<ToolRunNotFoundException>();
            (await _log.ListAsync(stranger)).Items.Should().BeEmpty();
            (await _log.GetStatisticsAsync(stranger)).Should().BeEmpty();
            (await _log.SweepAsync(stranger, TimeSpan.FromTicks(1))).Should().BeEmpty();
            (await ReplayAsync(stranger, run.SessionId)).Should().BeEmpty();
        }

        (await _log.GetAsync(_owner, run.Id)).Status.Should().Be(ToolRunStatus.Running);
    }

    [Fact]
    public async Task AnyMethod_Admin_ReadsAllAndWritesOnlyTheirOwn()
    {
        var run = await StartAsync();
        var finished = await _log.SucceedAsync(_owner, (await StartAsync()).Id, ToolRunSamples.Input);

        (await _log.GetAsync(Admin, run.Id)).UserId.Should().Be("owner");
        (await _log.ListAsync(Admin)).Items.Should().HaveCount(2);
        (await _log.GetStatisticsAsync(Admin)).Should().ContainSingle().Which.Count.Should().Be(2);
        (await ReplayAsync(Admin, run.SessionId)).Should().ContainSingle();

        await _log.Awaiting(log => log.StartAsync(Admin, ToolRunSamples.New(run.SessionId))).Should().ThrowAsync<AccessDeniedException>();
        await _log.Awaiting(log => log.RecordAsync(Admin, ToolRunSamples.Over(run.SessionId))).Should().ThrowAsync<AccessDeniedException>();
        await _log.Awaiting(log => log.RunAsync(Admin, run.SessionId, "t", 1, _ => Task.FromResult(1))).Should().ThrowAsync<AccessDeniedException>();
        foreach (var id in new[] { run.Id, finished.Id })
        {
            await _log.Awaiting(log => log.SucceedAsync(Admin, id, ToolRunSamples.Input)).Should().ThrowAsync<AccessDeniedException>();
            await _log.Awaiting(log => log.FailAsync(Admin, id, new("x"))).Should().ThrowAsync<AccessDeniedException>();
            await _log.Awaiting(log => log.CancelAsync(Admin, id)).Should().ThrowAsync<AccessDeniedException>();
        }

        (await _log.SweepAsync(Admin, TimeSpan.FromTicks(1))).Should().BeEmpty();
        (await _log.GetAsync(_owner, run.Id)).Status.Should().Be(ToolRunStatus.Running);

        var own = await fixture.NewSessionAsync(Admin);
        (await _log.RunAsync(Admin, own, "t", 1, _ => Task.FromResult(17))).Should().Be(17);
    }

    [Fact]
    public async Task AnyMethod_Service_ActsForTheOwner()
    {
        var sessionId = await fixture.NewSessionAsync(_owner);

        var started = await _log.StartAsync(Service, ToolRunSamples.New(sessionId));
        var recorded = await _log.RecordAsync(AgentScope.ForService(_owner.WorkspaceId, "other"), ToolRunSamples.Over(sessionId));

        (started.UserId, recorded.UserId).Should().Be(("owner", "owner"));
        (await _log.SucceedAsync(Service, started.Id, ToolRunSamples.Input)).Status.Should().Be(ToolRunStatus.Succeeded);
        (await _log.GetAsync(_owner, started.Id)).Status.Should().Be(ToolRunStatus.Succeeded);
        (await _log.ListAsync(OtherUser)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task AnyMethod_SessionOfTheService_BelongsToNobody()
    {
        var sessionId = await fixture.NewSessionAsync(Service);

        var started = await _log.StartAsync(Service, ToolRunSamples.New(sessionId));

        started.UserId.Should().BeNull();
        await _log.Awaiting(log => log.GetAsync(_owner, started.Id)).Should().ThrowAsync<ToolRunNotFoundException>();
        await _log.Awaiting(log => log.CancelAsync(Admin, started.Id)).Should().ThrowAsync<AccessDeniedException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_IdOfSomebodyElse_ThrowsAlreadyExistsAndChangesNothing(bool isPending)
    {
        var sessionId = await fixture.NewSessionAsync(_owner);
        var taken = await _log.StartAsync(_owner, ToolRunSamples.New(sessionId) with { IsPending = isPending });
        var own = await fixture.NewSessionAsync(OtherUser);

        var wanted = ToolRunSamples.New(own) with { Id = taken.Id };
        await _log.Awaiting(log => log.StartAsync(OtherUser, wanted)).Should().ThrowAsync<AlreadyExistsException>();
        await _log.Awaiting(log => log.RunAsync(OtherUser, wanted, _ => Task.FromResult(1))).Should().ThrowAsync<AlreadyExistsException>();
        await _log.Awaiting(log => log.RecordAsync(OtherUser, ToolRunSamples.Over(own) with { Id = taken.Id }))
            .Should().ThrowAsync<AlreadyExistsException>();

        (await _log.GetAsync(_owner, taken.Id)).Status.Should().Be(taken.Status);
    }

    [Fact]
    public async Task Start_IdOfAnotherWorkspace_IsFree()
    {
        var run = await StartAsync();
        var sessionId = await fixture.NewSessionAsync(_otherWorkspace);

        var started = await _log.StartAsync(_otherWorkspace, ToolRunSamples.New(sessionId) with { Id = run.Id });

        started.SessionId.Should().Be(sessionId);
        (await _log.GetAsync(_owner, run.Id)).SessionId.Should().Be(run.SessionId);
    }

    [Fact]
    public async Task Start_RunOfSomebodyElse_ThrowsRunNotFound()
    {
        var runId = await fixture.NewAgentRunAsync(_owner, await fixture.NewSessionAsync(_owner));
        var own = await fixture.NewSessionAsync(OtherUser);

        await _log.Awaiting(log => log.StartAsync(OtherUser, ToolRunSamples.New(own) with { RunId = runId })).Should().ThrowAsync<RunNotFoundException>();
        await _log.Awaiting(log => log.RecordAsync(OtherUser, ToolRunSamples.Over(own) with { RunId = runId })).Should().ThrowAsync<RunNotFoundException>();
    }

    private async Task<ToolRun> StartAsync() => await _log.StartAsync(_owner, ToolRunSamples.New(await fixture.NewSessionAsync(_owner)));

    private async Task<List<ToolRun>> ReplayAsync(AgentScope scope, Guid sessionId)
    {
        List<ToolRun> runs = [];
        await foreach (var run in _log.ReplayAsync(scope, sessionId))
        {
            runs.Add(run);
        }

        return runs;
    }
}
