using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Budgets;

/// <summary>What commits do to budgets: they settle, count, and are never refused for money's sake.</summary>
public sealed class SettlementTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Commit_WithAReservation_PutsWhatWasUsedInItsPlace()
    {
        var run = await fixture.NewRunAsync(_scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000, cost: 10);
        var reservation = await ReserveAsync(run, 500);
        var commit = RunSamples.Commit(run) with { ReservationId = reservation.Id };

        await fixture.Sessions.AppendAsync(_scope, run.SessionId, commit);
        await fixture.Sessions.AppendAsync(_scope, run.SessionId, commit);

        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 100, SpentCost = 0.25m, ReservedTokens = 0, ReservedCost = 0m });
    }

    [Fact]
    public async Task Commit_EveryWay_CountsForEveryBudgetThatApplies()
    {
        var run = await fixture.NewRunAsync(_scope);
        BudgetSubject[] subjects = [BudgetSubject.Workspace, BudgetSubject.Agent(run.AgentId), BudgetSubject.Session(run.SessionId)];
        BudgetSubject[] others = [BudgetSubject.Agent("another"), BudgetSubject.Session((await fixture.NewRunAsync(_scope)).SessionId)];
        foreach (var subject in subjects.Concat(others))
        {
            await _budgets.SetAsync(_scope, subject, tokens: 50); // less than is spent: usage is counted all the same
        }

        var session = await fixture.Sessions.GetAsync(_scope, run.SessionId);
        session = await fixture.Sessions.CommitAsync(_scope, session, RunSamples.Commit(run));
        session = await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Usage = RunSamples.Usage });
        session = await fixture.Sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Turns = [Turn.Assistant("x", RunSamples.Usage)] });
        await fixture.Runs().AddUsageAsync(_scope, session.Id, run.Id, RunSamples.Usage);
        await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("free")] });

        foreach (var subject in subjects)
        {
            (await _budgets.FindAsync(_scope, subject)).Should().BeEquivalentTo(new { SpentTokens = 400, SpentCost = 1m }, subject.ToString());
        }

        foreach (var other in others)
        {
            (await _budgets.FindAsync(_scope, other))!.SpentTokens.Should().Be(0);
        }
    }

    [Fact]
    public async Task Commit_ReservationExpiredReleasedOrUnknown_CountsAllTheSame()
    {
        var run = await fixture.NewRunAsync(_scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        var expired = await ReserveAsync(run, 100);
        await fixture.ExpireReservationAsync(expired.Id);
        var released = await ReserveAsync(run, 100);
        await _budgets.ReleaseAsync(_scope, released.Id);

        foreach (var id in new[] { expired.Id, released.Id, Guid.CreateVersion7() })
        {
            await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run) with { ReservationId = id });
        }

        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 300, ReservedTokens = 0 });
    }

    [Fact]
    public async Task Commit_ReservationOfAnotherSession_LeavesItAlone()
    {
        var run = await fixture.NewRunAsync(_scope);
        var other = await ReserveAsync(await fixture.NewRunAsync(_scope), 100);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);

        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run) with { ReservationId = other.Id });

        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 100, ReservedTokens = 100 });
    }

    [Fact]
    public async Task Commit_Refused_SettlesNothing()
    {
        var run = await fixture.NewRunAsync(_scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        var reservation = await ReserveAsync(run, 100);
        var session = await fixture.Sessions.GetAsync(_scope, run.SessionId);
        var commit = RunSamples.Commit(run) with { ReservationId = reservation.Id };

        await fixture.Sessions.Awaiting(s => s.CommitAsync(_scope, session with { Version = 7 }, commit)).Should().ThrowAsync<VersionConflictException>();
        await fixture.ExpireAsync(run.Id);
        await fixture.Runs().TakeOverAsync(_scope, run.Id);
        await fixture.Sessions.Awaiting(s => s.CommitAsync(_scope, session, commit)).Should().ThrowAsync<RunLeaseLostException>();
        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 0, ReservedTokens = 100 });

        // What was paid for under the lost lease is still counted, and settles.
        await fixture.Runs().AddUsageAsync(_scope, run.SessionId, run.Id, RunSamples.Usage, reservation.Id);
        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 100, ReservedTokens = 0 });
    }

    [Fact]
    public async Task Commit_WithAReservationAndNoUsage_OnlyGivesItBack()
    {
        var run = await fixture.NewRunAsync(_scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        var reservation = await ReserveAsync(run, 100);

        await fixture.Sessions.AppendAsync(_scope, run.SessionId, new SessionCommit { ReservationId = reservation.Id });

        (await WorkspaceAsync()).Should().BeEquivalentTo(new { SpentTokens = 0, ReservedTokens = 0 });
    }

    [Fact]
    public async Task Commit_ThatMakesAnotherAgentActive_CountsForTheFormerOne()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Agent(AgentKitFixture.Agent), tokens: 1_000);
        await _budgets.SetAsync(_scope, BudgetSubject.Agent(AgentKitFixture.PhasedAgent), tokens: 1_000);

        session = await fixture.Sessions.CommitAsync(
            _scope, session, new SessionCommit { Usage = RunSamples.Usage, AgentId = AgentKitFixture.PhasedAgent });
        (await SpentByAsync()).Should().Be((100, 0));

        await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Usage = RunSamples.Usage });
        (await SpentByAsync()).Should().Be((100, 100));

        // What was reserved for an agent is spent by it, whoever is active by then; and a run spends for its own.
        var reservation = await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 100 });
        session = await fixture.Sessions.GetAsync(_scope, session.Id);
        session = await fixture.Sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = AgentKitFixture.Agent });
        await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Usage = RunSamples.Usage, ReservationId = reservation.Id });
        (await SpentByAsync()).Should().Be((100, 200));

        var run = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { AgentId = AgentKitFixture.PhasedAgent });
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(run));
        (await SpentByAsync()).Should().Be((100, 300));

        async Task<(long Former, long Phased)> SpentByAsync() => (
            (await _budgets.FindAsync(_scope, BudgetSubject.Agent(AgentKitFixture.Agent)))!.SpentTokens,
            (await _budgets.FindAsync(_scope, BudgetSubject.Agent(AgentKitFixture.PhasedAgent)))!.SpentTokens);
    }

    [Fact]
    public async Task Session_Deleted_TakesItsBudgetAndReservationsAlong()
    {
        var run = await fixture.NewRunAsync(_scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Session(run.SessionId), tokens: 1_000);
        await ReserveAsync(run, 100);

        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString, $"DELETE FROM agentkit.sessions WHERE workspace_id = '{_scope.WorkspaceId}'");

        (await _budgets.ListAsync(BudgetSamples.ServiceOf(_scope))).Should().BeEmpty();
        (await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"""
            SELECT (SELECT count(*) FROM agentkit.budget_spending WHERE workspace_id = '{_scope.WorkspaceId}')
                + (SELECT count(*) FROM agentkit.budget_reservations WHERE workspace_id = '{_scope.WorkspaceId}')
            """)).Should().Be(0);
    }

    private Task<Reservation> ReserveAsync(Run run, long tokens) =>
        _budgets.ReserveAsync(_scope, new NewReservation(run.SessionId) { RunId = run.Id, Tokens = tokens });

    private Task<Budget?> WorkspaceAsync() => _budgets.FindAsync(_scope, BudgetSubject.Workspace);
}
