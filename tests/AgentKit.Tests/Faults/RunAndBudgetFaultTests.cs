using System.Text.Json;
using AgentKit.Tests.Budgets;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>Runs and budgets on the wire: each call is one round trip, and applied once however its connection dies.</summary>
public sealed class RunAndBudgetFaultTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryWrite_ConnectionCut_IsAppliedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var runs = provider.GetRequiredService<IRunStore>();
        var budgets = provider.GetRequiredService<IBudgetStore>();
        var service = BudgetSamples.ServiceOf(_scope);
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var other = await runs.StartAsync(_scope, new NewRun(session.Id));
        var third = await runs.StartAsync(_scope, new NewRun(session.Id));
        var expired = await runs.StartAsync(_scope, new NewRun(session.Id));
        await fixture.ExpireAsync(expired.Id);
        Run run = null!;
        Reservation reservation = null!;
        (string What, Func<Task> Write)[] writes =
        [
            ("setting a budget", () => budgets.SetAsync(service, BudgetSubject.Workspace, new BudgetLimit(1_000))),
            ("a start", async () => run = await runs.StartAsync(_scope, new NewRun(session.Id))),
            ("a reservation", async () => reservation = await budgets.ReserveAsync(
                _scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 500 })),
            ("a commit", () => sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(run) with { ReservationId = reservation.Id })),
            ("usage", () => runs.AddUsageAsync(_scope, session.Id, run.Id, RunSamples.Usage)),
            ("a renewal", () => runs.RenewAsync(_scope, run.Lease)),
            ("a checkpoint", () => runs.SaveCheckpointAsync(_scope, run.Lease, One)),
            ("a take-over", async () => expired = await runs.TakeOverAsync(_scope, expired.Id)),
            ("a completion", () => runs.CompleteAsync(_scope, run.Lease)),
            ("a failure", () => runs.FailAsync(_scope, expired.Lease, new RunError("x"))),
            ("a cancellation", () => runs.CancelAsync(_scope, other.Id)),
            ("a cancellation under the lease", () => runs.CancelAsync(_scope, third.Lease)),
            ("another reservation", async () => reservation = await budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 1 })),
            ("a release", () => budgets.ReleaseAsync(_scope, reservation.Id)),
        ];

        foreach (var (what, write) in writes)
        {
            proxy.Cut(2, beforeItArrives);

            var before = proxy.Cuts;
            await write();
            proxy.Cuts.Should().Be(before + 2, what);
        }

        (await runs.GetAsync(_scope, run.Id)).Should().BeEquivalentTo(
            new { Status = RunStatus.Completed, InputTokens = 140L, OutputTokens = 60L, Cost = 0.5m, Lease = new RunLease(run.Id, 1) });
        (await runs.GetAsync(_scope, expired.Id)).Should().BeEquivalentTo(
            new { Status = RunStatus.Failed, Lease = new RunLease(expired.Id, 2) });
        (await sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(new { Version = 3L, TurnCount = 1L, InputTokens = 140L });
        (await budgets.FindAsync(_scope, BudgetSubject.Workspace)).Should().BeEquivalentTo(
            new { SpentTokens = 200L, SpentCost = 0.5m, ReservedTokens = 0L });
        (await runs.GetAsync(_scope, third.Id)).Status.Should().Be(RunStatus.Canceled);
        (await runs.ListAsync(_scope)).Items.Should().HaveCount(4);
    }
}
