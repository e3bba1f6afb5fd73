using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Budgets;

/// <summary>Everybody reserves at the same moment, and half of it fits: half of them get it, whichever limit it is that they share.</summary>
public sealed class ReservationRaceTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Rounds = 25;
    private const int Fitting = 8;
    private const int Asking = 16;

    private readonly IBudgetStore _budgets = fixture.Budgets();

    [Theory]
    [InlineData("workspace")]
    [InlineData("agent")]
    [InlineData("session")]
    [InlineData("run")]
    public async Task ReserveAsync_SixteenAtOnceWhereEightFit_GrantsEight(string shared)
    {
        var scope = AgentKitFixture.NewUser();
        var isOneSession = shared is "session" or "run";
        var runs = new List<Run>();
        for (var i = 0; i < (isOneSession ? 1 : Asking); i++)
        {
            var session = await RunSamples.NewSessionAsync(fixture, scope);
            runs.Add(await fixture.Runs().StartAsync(scope, new NewRun(session.Id) { TokenLimit = shared == "run" ? Fitting * 10 : null }));
        }

        if (shared != "run")
        {
            var subject = shared switch
            {
                "workspace" => BudgetSubject.Workspace,
                "agent" => BudgetSubject.Agent(AgentKitFixture.Agent),
                _ => BudgetSubject.Session(runs[0].SessionId),
            };
            await _budgets.SetAsync(scope, subject, tokens: Fitting * 10);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var granted = await Task.WhenAll(Enumerable.Range(0, Asking).Select(i => Task.Run(() => TryReserveAsync(scope, runs[i % runs.Count]))));

            granted.OfType<Reservation>().Should().HaveCount(Fitting, "round {0}", round);
            await Task.WhenAll(granted.OfType<Reservation>().Select(reservation => _budgets.ReleaseAsync(scope, reservation.Id)));
        }
    }

    /// <summary>What changes between the locks and the decision counts from the next reservation on: this one is decided by what it has locked.</summary>
    [Fact]
    public async Task ReserveAsync_AgentAndBudgetsChangeWhileItWaits_IsDecidedByWhatItHasLocked()
    {
        var scope = AgentKitFixture.NewUser();
        var session = await RunSamples.NewSessionAsync(fixture, scope);
        await _budgets.SetAsync(scope, BudgetSubject.Agent(AgentKitFixture.Agent), tokens: 100);
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var holder = await dataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await Sql.ScalarAsync<long>(holder, $"SELECT count(*) FROM (SELECT FROM agentkit.budget_spending WHERE workspace_id = '{scope.WorkspaceId}' FOR UPDATE) AS held");

        var reserving = _budgets.ReserveAsync(scope, new NewReservation(session.Id) { Tokens = 60 });
        await Sql.WaitUntilBlockedByAsync(holder, reserving);

        await fixture.Sessions.UpdateAsync(scope, session.Id, _ => new() { AgentId = AgentKitFixture.PhasedAgent });
        await _budgets.SetAsync(scope, BudgetSubject.Agent(AgentKitFixture.PhasedAgent), tokens: 1);
        await _budgets.SetAsync(scope, BudgetSubject.Workspace, tokens: 1);
        await transaction.RollbackAsync();

        (await reserving).AgentId.Should().Be(AgentKitFixture.Agent);
        await _budgets.Awaiting(budgets => budgets.ReserveAsync(scope, new NewReservation(session.Id) { Tokens = 1 }))
            .Should().ThrowAsync<BudgetExceededException>();
    }

    private async Task<Reservation?> TryReserveAsync(AgentScope scope, Run run)
    {
        try
        {
            return await _budgets.ReserveAsync(scope, new NewReservation(run.SessionId) { RunId = run.Id, Tokens = 10 });
        }
        catch (BudgetExceededException)
        {
            return null;
        }
    }
}
