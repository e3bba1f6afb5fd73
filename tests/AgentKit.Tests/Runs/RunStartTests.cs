using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Runs;

public sealed class RunStartTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task StartAsync_AllMembers_ReadsBackEqual()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var parent = await _runs.StartAsync(_scope, new NewRun(session.Id));
        var wanted = new NewRun(session.Id)
        {
            ParentRunId = parent.Id,
            AgentId = AgentKitFixture.PhasedAgent,
            AgentType = "planner",
            Model = "m-1",
            ModelAlias = "fast",
            ProviderSessionId = "thread 7",
            Checkpoint = JsonElement.Parse(ToolRunSamples.Verbatim),
            Metadata = { ["a"] = 1 },
            Worker = "host-a/1",
            LeaseDuration = TimeSpan.FromHours(1),
            TokenLimit = 5_000,
            CostLimit = 1.5m,
        };

        var started = await _runs.StartAsync(_scope, wanted);

        started.Should().BeEquivalentTo(new
        {
            wanted.Id,
            wanted.SessionId,
            UserId = "u-1",
            wanted.ParentRunId,
            wanted.AgentId,
            wanted.AgentType,
            wanted.Model,
            wanted.ModelAlias,
            wanted.ProviderSessionId,
            Status = RunStatus.Running,
            InputTokens = 0L,
            OutputTokens = 0L,
            Cost = 0m,
            wanted.TokenLimit,
            wanted.CostLimit,
            Lease = new RunLease(wanted.Id, 1),
            wanted.Worker,
        });
        started.Checkpoint!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        started.Metadata.ToJsonString().Should().Be("""{"a":1}""");
        started.StartedAt.Should().Be(started.CreatedAt);
        (started.LeaseExpiresAt - started.HeartbeatAt).Should().Be(TimeSpan.FromHours(1));
        (started.CompletedAt, started.Error).Should().Be((null, null));
        (await _runs.GetAsync(_scope, wanted.Id)).Should().BeEquivalentTo(
            started, options => options.Excluding(run => run.Checkpoint).Excluding(run => run.Metadata));
    }

    [Fact]
    public async Task StartAsync_Defaults_AreTheSessionsAgentAndThisProcess()
    {
        var run = await fixture.NewRunAsync(_scope);

        run.AgentId.Should().Be(AgentKitFixture.Agent);
        run.Worker.Should().Be($"{Environment.MachineName}/{Environment.ProcessId}");
        (run.LeaseExpiresAt - run.HeartbeatAt).Should().Be(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task StartAsync_SameIdTwentyTimesAtOnce_BeginsOne()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _runs.StartAsync(_scope, wanted)));

        runs.Select(run => (run.Id, run.StartedAt, run.Lease)).Distinct().Should().ContainSingle();
        (await _runs.ListAsync(_scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task StartAsync_ByTwentyWorkersAtOnce_OneHoldsItAndTheOthersLearnWho()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                return (Won: (await _runs.StartAsync(_scope, wanted with { Worker = $"w-{i}" })).Worker, Lost: (string?)null);
            }
            catch (RunLeaseHeldException held)
            {
                return (Won: (string?)null, Lost: held.Worker);
            }
        }));

        var winner = results.Should().ContainSingle(result => result.Won != null).Which.Won;
        results.Where(result => result.Won is null).Should().OnlyContain(result => result.Lost == winner);
    }

    [Fact]
    public async Task StartAsync_Pending_IsHeldByNobodyAndBeginsWhenItIsStarted()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id) { Model = "m-1", IsPending = true };

        var pending = await _runs.StartAsync(_scope, wanted);
        var again = await _runs.StartAsync(_scope, wanted);
        var begun = await _runs.StartAsync(_scope, wanted with { IsPending = false, Model = "other", Worker = "w-1" });

        (pending.Status, pending.Worker, pending.StartedAt, pending.LeaseExpiresAt, pending.HeartbeatAt, pending.Lease.FencingToken)
            .Should().Be((RunStatus.Pending, null, null, null, null, 0));
        again.Should().BeEquivalentTo(pending, options => options.Excluding(run => run.Metadata));
        (begun.Status, begun.Worker, begun.Model, begun.Lease.FencingToken).Should().Be((RunStatus.Running, "w-1", "m-1", 1));
        begun.StartedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task StartAsync_OneThatIsOver_IsReturnedAsItIs()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);
        var run = await _runs.StartAsync(_scope, wanted);
        await _runs.CompleteAsync(_scope, run.Lease);

        (await _runs.StartAsync(_scope, wanted with { Worker = "another" })).Status.Should().Be(RunStatus.Completed);
    }

    [Fact]
    public async Task StartAsync_SessionClosedSince_StillReturnsTheRunButStartsNoOther()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);
        await _runs.StartAsync(_scope, wanted);
        await fixture.Sessions.CloseAsync(_scope, wanted.SessionId);

        (await _runs.StartAsync(_scope, wanted)).Id.Should().Be(wanted.Id);
        var another = () => _runs.StartAsync(_scope, new NewRun(wanted.SessionId));
        (await another.Should().ThrowAsync<InvalidSessionStateException>()).Which.Status.Should().Be(SessionStatus.Closed);
    }

    [Fact]
    public async Task StartAsync_WhatIsNotThere_IsNamed()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var missing = Guid.CreateVersion7();

        await _runs.Awaiting(r => r.StartAsync(_scope, new NewRun(missing))).Should().ThrowAsync<SessionNotFoundException>();
        (await _runs.Awaiting(r => r.StartAsync(_scope, new NewRun(session.Id) { ParentRunId = missing }))
            .Should().ThrowAsync<RunNotFoundException>()).Which.RunId.Should().Be(missing);
        await _runs.Awaiting(r => r.StartAsync(_scope, new NewRun(session.Id) { AgentId = "nobody" }))
            .Should().ThrowAsync<AgentNotFoundException>();
        (await _runs.ListAsync(_scope)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_AgentUnregisteredSince_ReturnsTheRunThatWasStarted()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        await fixture.Get<IAgentRegistry>().RegisterAsync(service, new AgentDefinition("own", "Own"));
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id) { AgentId = "own" };
        await _runs.StartAsync(_scope, wanted);
        await fixture.Get<IAgentRegistry>().UnregisterAsync(service, "own");

        (await _runs.StartAsync(_scope, wanted)).AgentId.Should().Be("own");
    }

    [Fact]
    public async Task StartAsync_IdOfAnotherSessionsRun_IsTaken()
    {
        var run = await fixture.NewRunAsync(_scope);
        var strange = await fixture.NewRunAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"));
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        foreach (var id in new[] { run.Id, strange.Id })
        {
            await _runs.Awaiting(r => r.StartAsync(_scope, new NewRun(session.Id) { Id = id })).Should().ThrowAsync<AlreadyExistsException>();
        }
    }

    [Fact]
    public async Task StartAsync_ParentOfAnotherWorkspace_IsNotFound()
    {
        var strange = await fixture.NewRunAsync(AgentKitFixture.NewUser());
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        await _runs.Awaiting(r => r.StartAsync(_scope, new NewRun(session.Id) { ParentRunId = strange.Id }))
            .Should().ThrowAsync<RunNotFoundException>();
    }

    [Fact]
    public async Task StartAsync_ByAnAdmin_IsDeniedInTheSessionOfSomebodyElse()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);
        var admin = AgentScope.ForAdmin(_scope.WorkspaceId, "boss");

        await _runs.Awaiting(r => r.StartAsync(admin, wanted)).Should().ThrowAsync<AccessDeniedException>();
        await _runs.StartAsync(_scope, wanted);
        await _runs.Awaiting(r => r.StartAsync(admin, wanted)).Should().ThrowAsync<AccessDeniedException>();
    }
}
