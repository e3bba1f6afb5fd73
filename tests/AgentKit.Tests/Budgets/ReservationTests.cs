using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Budgets;

public sealed class ReservationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ReserveAsync_Fits_IsSetAsideUnderEveryBudget()
    {
        var run = await fixture.NewRunAsync(_scope);
        BudgetSubject[] subjects = [BudgetSubject.Workspace, BudgetSubject.Agent(run.AgentId), BudgetSubject.Session(run.SessionId)];
        foreach (var subject in subjects)
        {
            await _budgets.SetAsync(_scope, subject, tokens: 1_000, cost: 1);
        }

        var asked = new NewReservation(run.SessionId) { RunId = run.Id, Tokens = 400, Cost = 0.25m, ExpiresAfter = TimeSpan.FromHours(1) };
        var reservation = await _budgets.ReserveAsync(_scope, asked);

        reservation.Should().Be(new Reservation(asked.Id, run.SessionId, run.Id, run.AgentId, 400, 0.25m, reservation.ExpiresAt));
        reservation.ExpiresAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddHours(1), TimeSpan.FromMinutes(1));
        foreach (var subject in subjects)
        {
            (await _budgets.FindAsync(_scope, subject)).Should().BeEquivalentTo(
                new { SpentTokens = 0, ReservedTokens = 400, ReservedCost = 0.25m, RemainingTokens = 600, RemainingCost = 0.75m });
        }
    }

    [Fact]
    public async Task ReserveAsync_NoBudgetAtAll_IsGrantedAndNoted()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        var reservation = await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = Usage.MaxTokens });

        (reservation.AgentId, reservation.RunId).Should().Be((AgentKitFixture.Agent, null));
        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task ReserveAsync_ToTheLastToken_FitsAndOneMoreDoesNot()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 999 });
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 });

        var error = (await Reserving(new NewReservation(session.Id) { Tokens = 1 }).Should().ThrowAsync<BudgetExceededException>()).Which;

        (error.Budget, error.Limit, error.Spent, error.Asked, error.Unit, error.IsRetryable)
            .Should().Be(($"workspace {_scope.WorkspaceId}", 1_000, 1_000, 1, BudgetUnit.Tokens, false));
        (await CountAsync()).Should().Be(2);
    }

    [Fact]
    public async Task ReserveAsync_Cost_IsCountedToTheLastDecimal()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, cost: 0.3m);
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Cost = 0.1m });
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Cost = 0.1999999999m });

        var error = (await Reserving(new NewReservation(session.Id) { Cost = 0.0000000002m, Tokens = 7 })
            .Should().ThrowAsync<BudgetExceededException>()).Which;
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Cost = 0.0000000001m });

        (error.Limit, error.Spent, error.Asked, error.Unit).Should().Be((0.3m, 0.2999999999m, 0.0000000002m, BudgetUnit.Cost));
    }

    [Fact]
    public async Task ReserveAsync_UnitThatIsUsedUp_RefusesAlsoWhoAsksForNoneOfIt()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 10);
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 10 });

        (await Reserving(new NewReservation(session.Id) { Cost = 1 }).Should().ThrowAsync<BudgetExceededException>())
            .Which.Asked.Should().Be(0);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("session")]
    [InlineData("agent")]
    [InlineData("workspace")]
    public async Task ReserveAsync_TheNarrowestThatRefuses_IsNamed(string narrowest)
    {
        string[] order = ["run", "session", "agent", "workspace"];
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var run = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { TokenLimit = narrowest == "run" ? 5 : null });
        var subjects = new Dictionary<string, BudgetSubject>
        {
            ["session"] = BudgetSubject.Session(session.Id),
            ["agent"] = BudgetSubject.Agent(AgentKitFixture.Agent),
            ["workspace"] = BudgetSubject.Workspace,
        };
        foreach (var wider in order.SkipWhile(name => name != narrowest).Where(subjects.ContainsKey))
        {
            await _budgets.SetAsync(_scope, subjects[wider], tokens: 5);
        }

        var error = (await Reserving(new NewReservation(session.Id) { RunId = run.Id, Tokens = 6 })
            .Should().ThrowAsync<BudgetExceededException>()).Which;

        error.Budget.Should().Be(narrowest switch
        {
            "run" => $"run {run.Id}",
            "session" => $"session {session.Id}",
            "agent" => $"agent {AgentKitFixture.Agent}",
            _ => $"workspace {_scope.WorkspaceId}",
        });
        (error.Limit, error.Spent, error.Asked).Should().Be((5, 0, 6));
    }

    [Fact]
    public async Task ReserveAsync_SameIdAgain_ReturnsItAndCountsItOnce()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 10);
        var asked = new NewReservation(session.Id) { Tokens = 10 };

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _budgets.ReserveAsync(_scope, asked)));

        all.Distinct().Should().ContainSingle();
        (await _budgets.FindAsync(_scope, BudgetSubject.Workspace))!.ReservedTokens.Should().Be(10);
    }

    [Fact]
    public async Task ReserveAsync_Expired_NoLongerCountsAndBeginsAnew()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 10);
        var asked = new NewReservation(session.Id) { Tokens = 10 };
        await _budgets.ReserveAsync(_scope, asked);
        await fixture.ExpireReservationAsync(asked.Id);

        (await _budgets.FindAsync(_scope, BudgetSubject.Workspace))!.RemainingTokens.Should().Be(10);
        var other = await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 10 });
        await Reserving(asked).Should().ThrowAsync<BudgetExceededException>();
        await _budgets.ReleaseAsync(_scope, other.Id);

        (await _budgets.ReserveAsync(_scope, asked with { Tokens = 4 })).Tokens.Should().Be(4);
    }

    [Fact]
    public async Task ReserveAsync_WhileOthersHaveExpired_ClearsThemAway()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var old = await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 });
        await fixture.ExpireReservationAsync(old.Id);

        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 });

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task SweepAsync_ManyExpired_DeletesThemInBatches()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 })));
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.budget_reservations SET expires_at = now() - interval '1 second' WHERE session_id = '{session.Id}'");
        var service = BudgetSamples.ServiceOf(_scope);

        (await _budgets.SweepAsync(AgentKitFixture.NewService())).Should().Be(0);
        (await _budgets.SweepAsync(service, 5)).Should().Be(5);
        (await _budgets.SweepAsync(service)).Should().Be(3);
        (await CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task ReleaseAsync_OwnTwice_GivesItBackAndOthersDoNot()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var reservation = await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 });

        await _budgets.ReleaseAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), reservation.Id);
        await _budgets.ReleaseAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), reservation.Id);
        await _budgets.ReleaseAsync(AgentKitFixture.NewService(), reservation.Id);
        (await CountAsync()).Should().Be(1);

        await _budgets.ReleaseAsync(_scope, reservation.Id);
        await _budgets.ReleaseAsync(_scope, reservation.Id);
        (await CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task ReserveAsync_WhatIsNotThereOverOrNotOwn_IsToldApart()
    {
        var run = await fixture.NewRunAsync(_scope);
        var other = await fixture.NewRunAsync(_scope);
        var missing = Guid.CreateVersion7();
        NewReservation Asked(Guid sessionId, Guid? runId = null) => new(sessionId) { Tokens = 1, RunId = runId };

        await Reserving(Asked(missing)).Should().ThrowAsync<SessionNotFoundException>();
        await Reserving(Asked(run.SessionId, missing)).Should().ThrowAsync<RunNotFoundException>();
        await Reserving(Asked(run.SessionId, other.Id)).Should().ThrowAsync<RunNotFoundException>();
        await Reserving(Asked(run.SessionId), AgentScope.ForUser(_scope.WorkspaceId, "u-2")).Should().ThrowAsync<SessionNotFoundException>();
        await Reserving(Asked(run.SessionId), AgentScope.ForAdmin(_scope.WorkspaceId, "boss")).Should().ThrowAsync<AccessDeniedException>();
        var taken = await _budgets.ReserveAsync(_scope, Asked(run.SessionId));
        await Reserving(Asked(other.SessionId) with { Id = taken.Id }).Should().ThrowAsync<AlreadyExistsException>();
        await fixture.Runs().CancelAsync(_scope, run.Id);
        await Reserving(Asked(run.SessionId, run.Id)).Should().ThrowAsync<InvalidRunStateException>();
        await fixture.Sessions.CloseAsync(_scope, run.SessionId);
        await Reserving(Asked(run.SessionId)).Should().ThrowAsync<InvalidSessionStateException>();
        (await CountAsync()).Should().Be(1);
    }

    /// <summary>A decision may reserve before it calls a model, also while the update holds the row lock of its session.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task ReserveAndStart_WithinADecisionAboutTheSession_DoNotWaitForIt(int conflictsBeforeLock)
    {
        await using var provider = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = conflictsBeforeLock);
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        var updated = await ((ISessionStore)provider.GetService(typeof(ISessionStore))!).UpdateAsync(_scope, session.Id, async (current, token) =>
        {
            var run = await fixture.Runs().StartAsync(_scope, new NewRun(current.Session.Id), token);
            var reservation = await _budgets.ReserveAsync(_scope, new NewReservation(current.Session.Id) { RunId = run.Id, Tokens = 200 }, token);
            return RunSamples.Commit(run) with { ReservationId = reservation.Id };
        });

        updated.InputTokens.Should().Be(70);
        (await CountAsync()).Should().Be(0);
    }

    private Func<Task<Reservation>> Reserving(NewReservation asked, AgentScope? scope = null) =>
        () => _budgets.ReserveAsync(scope ?? _scope, asked);

    private Task<long> CountAsync() => Sql.ScalarAsync<long>(
        fixture.Database.AdminConnectionString,
        $"SELECT count(*) FROM agentkit.budget_reservations WHERE workspace_id = '{_scope.WorkspaceId}'");
}
