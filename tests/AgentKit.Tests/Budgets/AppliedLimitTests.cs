using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Budgets;

/// <summary>Limits besides the budgets that are set: an agent's token budget, a run's own limits; and what they do to the start of a run.</summary>
public sealed class AppliedLimitTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TokenBudget_OfASharedOrOwnAgent_BoundsTheSession(bool shared)
    {
        await using var provider = CreateProvider(shared);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var runs = provider.GetRequiredService<IRunStore>();
        var budgets = provider.GetRequiredService<IBudgetStore>();
        if (!shared)
        {
            await provider.GetRequiredService<IAgentRegistry>().RegisterAsync(BudgetSamples.ServiceOf(_scope), Thrifty);
        }

        var session = await sessions.CreateAsync(_scope, new NewSession("thrifty"));
        var run = await runs.StartAsync(_scope, new NewRun(session.Id));
        await sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(run));

        var tooMuch = () => budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 101 });
        var error = (await tooMuch.Should().ThrowAsync<BudgetExceededException>()).Which;
        await budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 100 });
        var start = () => runs.StartAsync(_scope, new NewRun(session.Id));
        var exhausted = (await start.Should().ThrowAsync<BudgetExceededException>()).Which;

        (error.Budget, error.Limit, error.Spent, error.Asked, error.Unit)
            .Should().Be(($"agent thrifty in session {session.Id}", 200, 100, 101, BudgetUnit.Tokens));
        (exhausted.Spent, exhausted.Asked).Should().Be((200, 0));
        var another = await sessions.CreateAsync(_scope, new NewSession("thrifty"));
        await budgets.ReserveAsync(_scope, new NewReservation(another.Id) { Tokens = 200 });
    }

    [Fact]
    public async Task TokenBudget_OfTheAgentThatRuns_CountsAndNotThatOfTheActiveOne()
    {
        await using var provider = CreateProvider(shared: true);
        var runs = provider.GetRequiredService<IRunStore>();
        var budgets = provider.GetRequiredService<IBudgetStore>();
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var run = await runs.StartAsync(_scope, new NewRun(session.Id) { AgentId = "thrifty" });

        await budgets.Awaiting(b => b.ReserveAsync(_scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 201 }))
            .Should().ThrowAsync<BudgetExceededException>();
        await budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 201 });
        await runs.Awaiting(r => r.StartAsync(_scope, new NewRun(session.Id) { AgentId = "thrifty" }))
            .Should().ThrowAsync<BudgetExceededException>("the session has used up what this agent may");
        await runs.StartAsync(_scope, new NewRun(session.Id));
    }

    [Fact]
    public async Task TokenBudget_WorkspaceAgentWithoutOne_HidesThatOfTheShared()
    {
        await using var provider = CreateProvider(shared: true);
        await provider.GetRequiredService<IAgentRegistry>().RegisterAsync(
            BudgetSamples.ServiceOf(_scope), new AgentDefinition("thrifty", "Our own"));
        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession("thrifty"));

        await provider.GetRequiredService<IBudgetStore>().ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 10_000 });
    }

    [Fact]
    public async Task RunLimits_OwnSpendingAndReservations_CountForTheRunAlone()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var run = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { TokenLimit = 250, CostLimit = 1 });
        var child = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { ParentRunId = run.Id });
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(run));
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(child));
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 100, Cost = 0.5m });

        var tokens = (await Reserving(new NewReservation(session.Id) { RunId = run.Id, Tokens = 51 })
            .Should().ThrowAsync<BudgetExceededException>()).Which;
        var cost = (await Reserving(new NewReservation(session.Id) { RunId = run.Id, Cost = 0.26m })
            .Should().ThrowAsync<BudgetExceededException>()).Which;
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 50, Cost = 0.25m });
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { RunId = child.Id, Tokens = 10_000 });

        (tokens.Budget, tokens.Limit, tokens.Spent, tokens.Unit).Should().Be(($"run {run.Id}", 250, 200, BudgetUnit.Tokens));
        (cost.Limit, cost.Spent, cost.Unit).Should().Be((1, 0.75m, BudgetUnit.Cost));
    }

    [Theory]
    [InlineData(BudgetSubjectKind.Workspace)]
    [InlineData(BudgetSubjectKind.Agent)]
    [InlineData(BudgetSubjectKind.Session)]
    public async Task StartAsync_BudgetUsedUp_IsRefusedBeforeMoneyIsSpent(BudgetSubjectKind kind)
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var subject = kind switch
        {
            BudgetSubjectKind.Workspace => BudgetSubject.Workspace,
            BudgetSubjectKind.Agent => BudgetSubject.Agent(AgentKitFixture.Agent),
            _ => BudgetSubject.Session(session.Id),
        };
        await _budgets.SetAsync(_scope, subject, tokens: 1_000, cost: 0.5m);
        var first = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id));
        var pending = await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { IsPending = true });
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(first));
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(first));

        var start = () => fixture.Runs().StartAsync(_scope, new NewRun(session.Id));
        var error = (await start.Should().ThrowAsync<BudgetExceededException>()).Which;
        var begin = () => fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { Id = pending.Id });
        await begin.Should().ThrowAsync<BudgetExceededException>();
        (await fixture.Runs().StartAsync(_scope, new NewRun(session.Id) { Id = first.Id })).Id.Should().Be(first.Id, "it began before");
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(first));
        await _budgets.SetAsync(_scope, subject, cost: 10);
        await start();

        (error.Limit, error.Spent, error.Asked, error.Unit, error.IsRetryable).Should().Be((0.5m, 0.5m, 0, BudgetUnit.Cost, false));
        error.Budget.Should().Be(kind == BudgetSubjectKind.Workspace ? $"workspace {_scope.WorkspaceId}" : subject.ToString());
    }

    private static AgentDefinition Thrifty => new("thrifty", "Thrifty") { TokenBudget = 200 };

    private ServiceProvider CreateProvider(bool shared) => fixture.CreateProvider(services: services =>
    {
        if (shared)
        {
            services.AddAgentKit().AddAgent(Thrifty);
        }
    });

    private Func<Task<Reservation>> Reserving(NewReservation asked) => () => _budgets.ReserveAsync(_scope, asked);
}
