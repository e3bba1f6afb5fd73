using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Agents;

/// <summary>The phases of a definition, as commits enforce them. The agent goes greeting → answering → done, and from answering back.</summary>
public sealed class PhaseTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IAgentRegistry _agents = fixture.Get<IAgentRegistry>();
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task CreateAsync_NoPhaseAsked_BeginsInTheFirst() =>
        (await CreateAsync()).Phase.Should().Be("greeting");

    [Fact]
    public async Task CreateAsync_PhaseOfTheAgent_BeginsThere() =>
        (await CreateAsync("done")).Phase.Should().Be("done");

    [Theory]
    [InlineData("unknown")]
    [InlineData("Greeting")]
    public async Task CreateAsync_PhaseThatTheAgentDoesNotHave_Throws(string phase)
    {
        var session = new NewSession(AgentKitFixture.PhasedAgent) { Phase = phase };

        var error = await FluentActions.Awaiting(() => _sessions.CreateAsync(_scope, session))
            .Should().ThrowAsync<InvalidTransitionException>();

        error.Which.Should().BeEquivalentTo(new
        {
            SessionId = session.Id,
            AgentId = AgentKitFixture.PhasedAgent,
            From = (string?)null,
            To = phase,
            Allowed = new[] { "greeting", "answering", "done" },
        });
        (await _sessions.FindAsync(_scope, session.Id)).Should().BeNull();
    }

    [Fact]
    public async Task CreateAsync_AgentWithoutPhases_TakesAnyOrNone()
    {
        var any = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent) { Phase = "whatever" });
        var none = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        any.Phase.Should().Be("whatever");
        none.Phase.Should().BeNull();
        (await CommitAsync(any, "anything else")).Phase.Should().Be("anything else");
    }

    [Fact]
    public async Task CreateAsync_UnknownAgent_Throws() =>
        await FluentActions.Awaiting(() => _sessions.CreateAsync(_scope, new NewSession("nobody")))
            .Should().ThrowAsync<AgentNotFoundException>();

    [Fact]
    public async Task CommitAsync_AllowedTransitions_AreFollowed()
    {
        var session = await CreateAsync();
        foreach (var phase in new[] { "answering", "answering", "greeting", "greeting", "answering", "done", "done" })
        {
            session = await CommitAsync(session, phase);
        }

        session.Phase.Should().Be("done");
        session.Version.Should().Be(8);
    }

    [Fact]
    public async Task CommitAsync_ForbiddenTransition_ThrowsAndChangesNothing()
    {
        var session = await CreateAsync();

        var error = await FluentActions.Awaiting(() => _sessions.CommitAsync(
            _scope, session, new SessionCommit { Phase = "done", Turns = [Turn.User("hi")], Title = "New" }))
            .Should().ThrowAsync<InvalidTransitionException>();

        error.Which.From.Should().Be("greeting");
        error.Which.To.Should().Be("done");
        error.Which.Allowed.Should().Equal("answering");
        (await _sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(session);
    }

    [Fact]
    public async Task CommitAsync_FromALastPhase_AllowsNone()
    {
        var session = await CreateAsync("done");

        var error = await FluentActions.Awaiting(() => CommitAsync(session, "greeting")).Should().ThrowAsync<InvalidTransitionException>();

        error.Which.Allowed.Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateAsync_ForbiddenTransition_ThrowsAndIsNotRetried()
    {
        var session = await CreateAsync();
        var decisions = 0;

        await FluentActions.Awaiting(() => _sessions.UpdateAsync(_scope, session.Id, _ =>
        {
            decisions++;
            return new SessionCommit { Phase = "done" };
        })).Should().ThrowAsync<InvalidTransitionException>();

        decisions.Should().Be(1);
        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_StalePhase_IsAConflictAndNoTransition()
    {
        var stale = await CreateAsync();
        await CommitAsync(await CommitAsync(stale, "answering"), "done");

        await FluentActions.Awaiting(() => CommitAsync(stale, "answering")).Should().ThrowAsync<VersionConflictException>();
        (await _sessions.GetAsync(_scope, stale.Id)).Phase.Should().Be("done");
    }

    [Fact]
    public async Task CommitAsync_HandOverToAnAgentWithOtherPhases_BeginsAnywhereInThem()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        await _agents.RegisterAsync(service, new AgentDefinition("billing", "Billing") { Phases = [new("check", "paid"), new("paid")] });
        var session = await CommitAsync(await CreateAsync(), "answering");

        await FluentActions.Awaiting(() => _sessions.CommitAsync(
            _scope, session, new SessionCommit { AgentId = "billing", Phase = "done" })).Should().ThrowAsync<InvalidTransitionException>();
        var handed = await _sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = "billing", Phase = "paid" });

        handed.AgentId.Should().Be("billing");
        handed.Phase.Should().Be("paid");
        (await FluentActions.Awaiting(() => CommitAsync(handed, "check")).Should().ThrowAsync<InvalidTransitionException>())
            .Which.AgentId.Should().Be("billing");
    }

    [Fact]
    public async Task CommitAsync_HandOverWithoutAPhase_KeepsItAndEveryPhaseMayFollow()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        await _agents.RegisterAsync(service, new AgentDefinition("billing", "Billing") { Phases = [new("check", "paid"), new("paid")] });
        var session = await CreateAsync();

        var handed = await _sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = "billing" });

        handed.Phase.Should().Be("greeting");
        (await CommitAsync(handed, "paid")).Phase.Should().Be("paid");
    }

    [Fact]
    public async Task CommitAsync_HandOverToAnUnknownAgent_ThrowsAndChangesNothing()
    {
        var session = await CreateAsync();

        await FluentActions.Awaiting(() => _sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = "nobody" }))
            .Should().ThrowAsync<AgentNotFoundException>();

        (await _sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(session);
    }

    [Fact]
    public async Task CommitAsync_PhasesOfTheWorkspacesOwnAgent_HideTheSharedOnes()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var session = await CreateAsync();
        await _agents.RegisterAsync(service, new AgentDefinition(AgentKitFixture.PhasedAgent, "Own")
        {
            Phases = [new("greeting", "done"), new("done")],
        });

        (await CommitAsync(session, "done")).Phase.Should().Be("done");
        (await CreateAsync()).Phase.Should().Be("greeting");
    }

    private Task<Session> CreateAsync(string? phase = null) =>
        _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.PhasedAgent) { Phase = phase });

    private Task<Session> CommitAsync(Session session, string phase) =>
        _sessions.CommitAsync(_scope, session, new SessionCommit { Phase = phase });
}
