using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Runs;

public sealed class RunTakeOverTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task TakeOverAsync_LeaseHasExpired_HandsTheRunToASuccessor()
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);

        var taken = await _runs.TakeOverAsync(_scope, run.Id, "successor", TimeSpan.FromMinutes(1));

        (taken.Status, taken.Worker, taken.Lease).Should().Be((RunStatus.Running, "successor", new RunLease(run.Id, 2)));
        (taken.LeaseExpiresAt - taken.HeartbeatAt).Should().Be(TimeSpan.FromMinutes(1));
        taken.StartedAt.Should().Be(run.StartedAt);
    }

    [Fact]
    public async Task TakeOverAsync_LeaseRunsOutByItself_IsThenFree()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var run = await _runs.StartAsync(_scope, new NewRun(session.Id) { LeaseDuration = TimeSpan.FromSeconds(1), Worker = "w-1" });

        Run? taken = null;
        while (taken is null)
        {
            try
            {
                taken = await _runs.TakeOverAsync(_scope, run.Id, "w-2");
            }
            catch (RunLeaseHeldException held)
            {
                (held.RunId, held.Worker, held.ExpiresAt, held.IsRetryable).Should().Be((run.Id, "w-1", run.LeaseExpiresAt!.Value, true));
                await Task.Delay(20);
            }
        }

        taken.HeartbeatAt.Should().BeOnOrAfter(run.LeaseExpiresAt!.Value);
        (taken.LeaseExpiresAt - taken.HeartbeatAt).Should().Be(TimeSpan.FromSeconds(1), "it lasts as long as the lease before");
    }

    [Fact]
    public async Task TakeOverAsync_Pending_BeginsIt()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var pending = await _runs.StartAsync(_scope, new NewRun(session.Id) { IsPending = true });

        var begun = await _runs.TakeOverAsync(_scope, pending.Id);

        (begun.Status, begun.Lease.FencingToken, begun.Worker)
            .Should().Be((RunStatus.Running, 1, $"{Environment.MachineName}/{Environment.ProcessId}"));
        begun.StartedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task TakeOverAsync_SixteenAtOnce_OneWins()
    {
        for (var round = 0; round < 10; round++)
        {
            var run = await fixture.NewRunAsync(_scope);
            await fixture.ExpireAsync(run.Id);

            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
            {
                try
                {
                    return (Won: (await _runs.TakeOverAsync(_scope, run.Id, $"w-{i}")).Worker, Lost: (string?)null);
                }
                catch (RunLeaseHeldException held)
                {
                    return (Won: (string?)null, Lost: held.Worker);
                }
            }));

            var winner = results.Should().ContainSingle(result => result.Won != null).Which.Won;
            results.Where(result => result.Won is null).Should().OnlyContain(result => result.Lost == winner);
            (await _runs.GetAsync(_scope, run.Id)).Lease.FencingToken.Should().Be(2);
        }
    }

    [Fact]
    public async Task TakeOverAsync_SameClaimAgain_ReturnsTheSameLeaseUntilSomebodyElseHasIt()
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);
        var claim = Guid.CreateVersion7();

        var first = await _runs.TakeOverAsync(_scope, run.Id, "w-1", claimId: claim);
        await fixture.ExpireAsync(run.Id);
        var again = await _runs.TakeOverAsync(_scope, run.Id, "w-1", claimId: claim);
        await _runs.TakeOverAsync(_scope, run.Id, "w-2");

        again.Lease.Should().Be(first.Lease).And.Be(new RunLease(run.Id, 2));
        (await _runs.Awaiting(r => r.TakeOverAsync(_scope, run.Id, "w-1", claimId: claim)).Should().ThrowAsync<RunLeaseHeldException>())
            .Which.Worker.Should().Be("w-2");
    }

    [Fact]
    public async Task TakeOverAsync_OverNotFoundOrNotOwn_IsToldApart()
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);

        await _runs.Awaiting(r => r.TakeOverAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), run.Id))
            .Should().ThrowAsync<RunNotFoundException>();
        await _runs.Awaiting(r => r.TakeOverAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), run.Id))
            .Should().ThrowAsync<AccessDeniedException>();
        await _runs.CancelAsync(_scope, run.Id);
        (await _runs.Awaiting(r => r.TakeOverAsync(_scope, run.Id)).Should().ThrowAsync<InvalidRunStateException>())
            .Which.Status.Should().Be(RunStatus.Canceled);
    }

    [Fact]
    public async Task StartAsync_AfterATakeOver_TellsItsFormerWorker()
    {
        var wanted = new NewRun((await RunSamples.NewSessionAsync(fixture, _scope)).Id);
        await _runs.StartAsync(_scope, wanted);
        await fixture.ExpireAsync(wanted.Id);
        await _runs.TakeOverAsync(_scope, wanted.Id, "successor");

        (await _runs.Awaiting(r => r.StartAsync(_scope, wanted)).Should().ThrowAsync<RunLeaseHeldException>())
            .Which.Worker.Should().Be("successor");
    }

    [Fact]
    public async Task FindAbandonedAsync_ServiceOfTheWorkspace_FindsThoseOfDeadWorkersOldestFirst()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var dead = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var run = await fixture.NewRunAsync(AgentScope.ForUser(_scope.WorkspaceId, $"u-{i}"));
            await fixture.ExpireAsync(run.Id);
            dead.Add(run.Id);
        }

        await fixture.NewRunAsync(_scope); // alive
        var over = await fixture.NewRunAsync(_scope);
        await _runs.CompleteAsync(_scope, over.Lease);
        await fixture.ExpireAsync((await fixture.NewRunAsync(AgentKitFixture.NewUser())).Id);

        (await _runs.FindAbandonedAsync(service)).Select(run => run.Id).Should().Equal(dead);
        (await _runs.FindAbandonedAsync(service, 2)).Select(run => run.Id).Should().Equal(dead.Take(2));
        (await _runs.FindAbandonedAsync(_scope)).Select(run => run.Id).Should().Equal(dead[1]);
    }
}
