using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Budgets;

/// <summary>Everybody locks in one order: however commits, reservations and updates under locks meet, none waits in a circle.</summary>
public sealed class BudgetDeadlockTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task SixteenWriters_TwoAgentsAndSessionsUnderOneWorkspaceBudget_NeverDeadlock()
    {
        const int writers = 16;
        const int rounds = 12;
        var scope = AgentKitFixture.NewUser();
        var budgets = fixture.Budgets();
        await using var locking = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = 0);
        var runs = new List<Run>();
        foreach (var agent in new[] { AgentKitFixture.Agent, AgentKitFixture.PhasedAgent })
        {
            var session = await RunSamples.NewSessionAsync(fixture, scope);
            runs.Add(await fixture.Runs().StartAsync(scope, new NewRun(session.Id) { AgentId = agent, TokenLimit = 1_000_000 }));
            await budgets.SetAsync(scope, BudgetSubject.Agent(agent), tokens: 1_000_000);
            await budgets.SetAsync(scope, BudgetSubject.Session(session.Id), tokens: 1_000_000);
        }

        await budgets.SetAsync(scope, BudgetSubject.Workspace, tokens: 1_000_000);
        var before = await DeadlocksAsync();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var sessions = writer % 4 == 0 ? locking.GetRequiredService<ISessionStore>() : fixture.Sessions;
            for (var round = 0; round < rounds; round++)
            {
                var run = runs[(writer + round) % runs.Count];
                var reservation = await budgets.ReserveAsync(scope, new NewReservation(run.SessionId) { RunId = run.Id, Tokens = 100 });
                var commit = RunSamples.Commit(run) with { ReservationId = reservation.Id };
                _ = (writer % 3) switch
                {
                    0 => await sessions.UpdateAsync(scope, run.SessionId, _ => commit),
                    1 => await sessions.AppendAsync(scope, run.SessionId, commit),
                    _ => await fixture.Runs().AddUsageAsync(scope, run.SessionId, run.Id, RunSamples.Usage, reservation.Id),
                };
                await fixture.Runs().RenewAsync(scope, run.Lease);
            }
        })));

        (await DeadlocksAsync()).Should().Be(before);
        (await budgets.FindAsync(scope, BudgetSubject.Workspace)).Should().BeEquivalentTo(
            new { SpentTokens = writers * rounds * 100, ReservedTokens = 0 });
    }

    /// <summary>What PostgreSQL counted in this database, which is the test class's own; the library would have retried them silently.</summary>
    private async Task<long> DeadlocksAsync()
    {
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, "SELECT pg_stat_clear_snapshot()");
        return await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
