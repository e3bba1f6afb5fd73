using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Budgets;

public sealed class BudgetSettingTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private AgentScope Service => BudgetSamples.ServiceOf(_scope);

    [Fact]
    public async Task SetAsync_New_BeginsWithNothingSpent()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        foreach (var subject in new[] { BudgetSubject.Workspace, BudgetSubject.Agent("a"), BudgetSubject.Session(session.Id) })
        {
            var set = await _budgets.SetAsync(Service, subject, new BudgetLimit(1_000, 2.5m));

            set.Should().BeEquivalentTo(new
            {
                Subject = subject,
                Limit = new BudgetLimit(1_000, 2.5m),
                SpentTokens = 0L,
                SpentCost = 0m,
                ReservedTokens = 0L,
                ReservedCost = 0m,
                RemainingTokens = 1_000L,
                RemainingCost = 2.5m,
            });
            set.PeriodStartedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
            (await _budgets.FindAsync(_scope, subject)).Should().Be(set);
        }
    }

    [Fact]
    public async Task SetAsync_Again_KeepsWhatIsSpent()
    {
        var run = await fixture.NewRunAsync(_scope);
        var first = await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run));

        var changed = await _budgets.SetAsync(_scope, BudgetSubject.Workspace, cost: 0.1m);

        (changed.Limit, changed.SpentTokens, changed.SpentCost, changed.PeriodStartedAt)
            .Should().Be((new BudgetLimit(Cost: 0.1m), 100, 0.25m, first.PeriodStartedAt));
        (changed.RemainingTokens, changed.RemainingCost).Should().Be((null, 0m));
    }

    [Fact]
    public async Task RestartAsync_LaterPeriod_ForgetsWhatIsSpentOnce()
    {
        var run = await fixture.NewRunAsync(_scope);
        var set = await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1_000);
        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run));
        var next = set.PeriodStartedAt.AddDays(1);

        var restarted = await _budgets.RestartAsync(Service, BudgetSubject.Workspace, next);
        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run));
        var again = await _budgets.RestartAsync(Service, BudgetSubject.Workspace, next);
        var earlier = await _budgets.RestartAsync(Service, BudgetSubject.Workspace, set.PeriodStartedAt);

        (restarted.SpentTokens, restarted.SpentCost, restarted.PeriodStartedAt).Should().Be((0, 0m, next));
        (again.SpentTokens, again.PeriodStartedAt).Should().Be((100, next));
        earlier.Should().Be(again);
    }

    [Fact]
    public async Task RemoveAsync_ThereOrNot_BindsNobodyAnyMore()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1);

        await _budgets.RemoveAsync(Service, BudgetSubject.Workspace);
        await _budgets.RemoveAsync(Service, BudgetSubject.Workspace);

        (await _budgets.FindAsync(_scope, BudgetSubject.Workspace)).Should().BeNull();
        await _budgets.ReserveAsync(_scope, new NewReservation(session.Id) { Tokens = 100 });
        await _budgets.Awaiting(b => b.RestartAsync(Service, BudgetSubject.Workspace, DateTimeOffset.UtcNow.AddDays(1)))
            .Should().ThrowAsync<BudgetNotFoundException>();
    }

    [Fact]
    public async Task SetRestartRemove_ByAUserOrAdmin_IsDenied()
    {
        await _budgets.SetAsync(_scope, BudgetSubject.Workspace, tokens: 1);

        foreach (var scope in new[] { _scope, AgentScope.ForAdmin(_scope.WorkspaceId, "boss") })
        {
            await _budgets.Awaiting(b => b.SetAsync(scope, BudgetSubject.Workspace, new BudgetLimit(5))).Should().ThrowAsync<AccessDeniedException>();
            await _budgets.Awaiting(b => b.RestartAsync(scope, BudgetSubject.Workspace, DateTimeOffset.UtcNow.AddDays(1)))
                .Should().ThrowAsync<AccessDeniedException>();
            await _budgets.Awaiting(b => b.RemoveAsync(scope, BudgetSubject.Workspace)).Should().ThrowAsync<AccessDeniedException>();
        }
    }

    [Fact]
    public async Task SetAsync_SessionThatIsNotThere_IsNotFound()
    {
        var strange = await RunSamples.NewSessionAsync(fixture, AgentKitFixture.NewUser());

        await _budgets.Awaiting(b => b.SetAsync(Service, BudgetSubject.Session(strange.Id), new BudgetLimit(5)))
            .Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task FindAndList_ByPeople_ShowWhatTheyMaySee()
    {
        var own = await RunSamples.NewSessionAsync(fixture, _scope);
        var strange = await RunSamples.NewSessionAsync(fixture, AgentScope.ForUser(_scope.WorkspaceId, "u-2"));
        var subjects = new[]
        {
            BudgetSubject.Agent("a"), BudgetSubject.Agent("b"), BudgetSubject.Session(own.Id), BudgetSubject.Session(strange.Id),
            BudgetSubject.Workspace,
        };
        foreach (var subject in subjects)
        {
            await _budgets.SetAsync(_scope, subject, tokens: 10);
        }

        (await ReadAsync(Service)).Should().Equal(subjects);
        (await ReadAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"))).Should().Equal(subjects);
        (await ReadAsync(_scope)).Should().Equal(subjects.Where(subject => subject.Id != strange.Id.ToString()));
        (await _budgets.FindAsync(_scope, BudgetSubject.Session(strange.Id))).Should().BeNull();
        (await ReadAsync(AgentKitFixture.NewUser())).Should().BeEmpty();

        async Task<List<BudgetSubject>> ReadAsync(AgentScope scope)
        {
            var read = new List<BudgetSubject>();
            while (await _budgets.ListAsync(scope, read.LastOrDefault(), limit: 2) is { Count: > 0 } page)
            {
                read.AddRange(page.Select(budget => budget.Subject));
            }

            return read;
        }
    }

    [Fact]
    public async Task SetAndRestart_TwentyAtOnce_MakeOneBudget()
    {
        var next = DateTimeOffset.UtcNow.AddDays(1);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await _budgets.SetAsync(_scope, BudgetSubject.Agent("a"), tokens: 10 + i);
            await _budgets.RestartAsync(Service, BudgetSubject.Agent("a"), next.AddDays(i));
        }));

        (await _budgets.ListAsync(Service)).Should().ContainSingle().Which.PeriodStartedAt.Should().BeCloseTo(next.AddDays(19), TimeSpan.FromMilliseconds(1));
    }
}
