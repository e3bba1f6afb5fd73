using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Runs;

/// <summary>Usage that is counted without a turn, whatever has become of lease, run and session.</summary>
public sealed class RunUsageTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task AddUsageAsync_RunOverAndSessionClosed_IsCountedAllTheSame()
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);
        var taken = await _runs.TakeOverAsync(_scope, run.Id, "successor");
        await AddAsync(run);
        await _runs.CompleteAsync(_scope, taken.Lease);
        await AddAsync(run);
        await fixture.Sessions.ArchiveAsync(_scope, run.SessionId);

        var session = await AddAsync(run);

        (session.Version, session.Status, session.InputTokens, session.OutputTokens, session.Cost)
            .Should().Be((5, SessionStatus.Archived, 210, 90, 0.75m));
        (await fixture.Sessions.GetAsync(_scope, run.SessionId)).Should().BeEquivalentTo(session, options => options.Excluding(s => s.Metadata));
        var after = await _runs.GetAsync(_scope, run.Id);
        (after.Status, after.InputTokens, after.OutputTokens, after.Cost, after.LeaseExpiresAt)
            .Should().Be((RunStatus.Completed, 210, 90, 0.75m, null));
    }

    [Fact]
    public async Task Cost_OfASessionWithSeveralAgents_IsTheSumOfAllTheirRuns()
    {
        var session = await fixture.NewSessionAsync(_scope);
        foreach (var (agent, cost) in new[] { (AgentKitFixture.Agent, 0.1m), (AgentKitFixture.PhasedAgent, 0.02m), (AgentKitFixture.Agent, 0.003m) })
        {
            var run = await _runs.StartAsync(_scope, new NewRun(session.Id) { AgentId = agent });
            await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit
            {
                Turns = [Turn.Assistant("x", new Usage { Cost = cost })],
                Run = run.Lease,
            });
            await _runs.AddUsageAsync(_scope, session.Id, run.Id, new Usage { Cost = cost });
            await _runs.CompleteAsync(_scope, run.Lease);
        }

        var runs = (await _runs.ListAsync(_scope, new() { SessionId = session.Id })).Items;
        runs.Select(run => (run.AgentId, run.Cost)).Should().BeEquivalentTo(
            [(AgentKitFixture.Agent, 0.2m), (AgentKitFixture.PhasedAgent, 0.04m), (AgentKitFixture.Agent, 0.006m)]);
        (await fixture.Sessions.GetAsync(_scope, session.Id)).Cost.Should().Be(0.246m);
        (await fixture.Sessions.GetTotalsAsync(_scope, session.Id)).Cost.Should().Be(0.246m);
    }

    [Fact]
    public async Task AddUsageAsync_LeaseRunning_DoesNotRenewIt()
    {
        var run = await fixture.NewRunAsync(_scope);

        await AddAsync(run);

        var after = await _runs.GetAsync(_scope, run.Id);
        (after.LeaseExpiresAt, after.HeartbeatAt).Should().Be((run.LeaseExpiresAt, run.HeartbeatAt));
    }

    [Fact]
    public async Task AddUsageAsync_SameOperationAgain_IsCountedOnce()
    {
        var run = await fixture.NewRunAsync(_scope);
        var operation = Guid.CreateVersion7();

        var first = await _runs.AddUsageAsync(_scope, run.SessionId, run.Id, RunSamples.Usage, operationId: operation);
        await AddAsync(run);
        var again = await _runs.AddUsageAsync(_scope, run.SessionId, run.Id, RunSamples.Usage, operationId: operation);

        (again.Version, again.InputTokens).Should().Be((first.Version, first.InputTokens));
        (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(140);
    }

    [Fact]
    public async Task AddUsageAsync_FiftyAtOnceWithCommits_LosesNothing()
    {
        var run = await fixture.NewRunAsync(_scope);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i % 2 == 0
            ? AddAsync(run)
            : fixture.Sessions.UpdateAsync(_scope, run.SessionId, _ => RunSamples.Commit(run))));

        var after = await _runs.GetAsync(_scope, run.Id);
        (after.InputTokens, after.OutputTokens, after.Cost).Should().Be((3_500, 1_500, 12.5m));
        (await fixture.Sessions.GetTotalsAsync(_scope, run.SessionId)).Should().Be(new SessionTotals(25, 3_500, 1_500, 12.5m));
    }

    [Fact]
    public async Task AddUsageAsync_WhatIsNotThereOrNotOwn_IsToldApart()
    {
        var run = await fixture.NewRunAsync(_scope);
        var other = await fixture.NewRunAsync(_scope);
        var missing = Guid.CreateVersion7();

        (await Adding(_scope, missing, run.Id).Should().ThrowAsync<SessionNotFoundException>()).Which.SessionId.Should().Be(missing);
        await Adding(_scope, run.SessionId, missing).Should().ThrowAsync<RunNotFoundException>();
        (await Adding(_scope, run.SessionId, other.Id).Should().ThrowAsync<RunNotFoundException>()).Which.RunId.Should().Be(other.Id);
        await Adding(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), run.SessionId, run.Id).Should().ThrowAsync<AccessDeniedException>();
        await Adding(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), run.SessionId, run.Id).Should().ThrowAsync<SessionNotFoundException>();
        (await fixture.Sessions.GetTotalsAsync(_scope, run.SessionId)).Tokens.Should().Be(0);
    }

    [Fact]
    public async Task AddUsageAsync_WithinADecisionAboutTheSession_IsRefusedAtOnce()
    {
        var run = await fixture.NewRunAsync(_scope);

        var update = () => fixture.Sessions.UpdateAsync(_scope, run.SessionId, async (_, token) =>
        {
            await _runs.AddUsageAsync(_scope, run.SessionId, run.Id, RunSamples.Usage, cancellationToken: token);
            return null;
        });

        await update.Should().ThrowAsync<InvalidOperationException>();
    }

    private Task<Session> AddAsync(Run run) => _runs.AddUsageAsync(_scope, run.SessionId, run.Id, RunSamples.Usage);

    private Func<Task<Session>> Adding(AgentScope scope, Guid sessionId, Guid runId) =>
        () => _runs.AddUsageAsync(scope, sessionId, runId, RunSamples.Usage);
}
