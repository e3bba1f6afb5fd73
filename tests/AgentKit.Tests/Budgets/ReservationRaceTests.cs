using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
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
