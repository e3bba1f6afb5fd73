using System.Text.Json;
using AgentKit.Tests.Budgets;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="RoundTripTests"/> for runs and budgets.</summary>
public sealed class RunAndBudgetRoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement One = JsonElement.Parse("1");

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task EveryCall_OnTheWire_IsOneRoundTrip()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var runs = provider.GetRequiredService<IRunStore>();
        var budgets = provider.GetRequiredService<IBudgetStore>();
        var service = BudgetSamples.ServiceOf(_scope);
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await runs.StartAsync(_scope, new NewRun(session.Id)); // the agents' shared token budgets are known from here on
        Run run = null!;
        Reservation reservation = null!;
        var next = DateTimeOffset.UtcNow;
        (string What, Func<Task> Call)[] calls =
        [
            ("setting a budget", () => budgets.SetAsync(service, BudgetSubject.Workspace, new BudgetLimit(1_000_000))),
            ("a start", async () => run = await runs.StartAsync(_scope, new NewRun(session.Id) { AgentId = AgentKitFixture.Agent })),
            ("a reservation", async () => reservation = await budgets.ReserveAsync(
                _scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 100 })),
            ("a commit for a run, with a settlement", () => sessions.AppendAsync(
                _scope, session.Id, RunSamples.Commit(run) with { ReservationId = reservation.Id })),
            ("usage", () => runs.AddUsageAsync(_scope, session.Id, run.Id, RunSamples.Usage)),
            ("a renewal", () => runs.RenewAsync(_scope, run.Lease)),
            ("a checkpoint", () => runs.SaveCheckpointAsync(_scope, run.Lease, One)),
            ("a provider session", () => runs.SetProviderSessionAsync(_scope, run.Lease, "p")),
            ("a refused take-over", () => runs.Awaiting(r => r.TakeOverAsync(_scope, run.Id)).Should().ThrowAsync<RunLeaseHeldException>()),
            ("a completion", () => runs.CompleteAsync(_scope, run.Lease)),
            ("a cancellation", () => runs.Awaiting(r => r.CancelAsync(_scope, run.Id)).Should().ThrowAsync<InvalidRunStateException>()),
            ("a read", () => runs.GetAsync(_scope, run.Id)),
            ("a list", () => runs.ListAsync(_scope)),
            ("a search for the abandoned", () => runs.FindAbandonedAsync(_scope)),
            ("a search for what to resume", () => runs.FindResumableAsync(_scope, session.Id)),
            ("a refused reservation", () => budgets.Awaiting(b => b.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1_000_000 }))
                .Should().ThrowAsync<BudgetExceededException>()),
            ("a release", () => budgets.ReleaseAsync(_scope, Guid.CreateVersion7())),
            ("a sweep", () => budgets.SweepAsync(_scope)),
            ("reading a budget", () => budgets.FindAsync(_scope, BudgetSubject.Workspace)),
            ("listing budgets", () => budgets.ListAsync(_scope)),
            ("a new period", () => budgets.RestartAsync(service, BudgetSubject.Workspace, next = next.AddDays(1))),
            ("a removal", () => budgets.RemoveAsync(service, BudgetSubject.Workspace)),
        ];

        // Before, while and after the statements are prepared.
        for (var round = 0; round < 7; round++)
        {
            foreach (var (what, call) in calls)
            {
                var before = proxy.RoundTrips;
                await call();
                (proxy.RoundTrips - before).Should().Be(1, what);
            }
        }
    }
}
