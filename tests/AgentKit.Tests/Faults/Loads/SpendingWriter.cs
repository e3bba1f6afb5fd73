using AgentKit.Tests.Runs;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>A run that reserves, spends and settles, in a session of its own under the budget of the workspace.</summary>
internal sealed class SpendingWriter(IServiceProvider services, AgentScope scope, Guid sessionId) : IWriter
{
    private readonly ISessionStore _sessions = services.GetRequiredService<ISessionStore>();
    private readonly IRunStore _runs = services.GetRequiredService<IRunStore>();
    private readonly IBudgetStore _budgets = services.GetRequiredService<IBudgetStore>();
    private readonly List<Guid> _begun = [];

    public IEnumerable<Func<Task>> Begin(int round)
    {
        var start = new NewRun(sessionId);
        var reservation = new NewReservation(sessionId) { RunId = start.Id, Tokens = 1_000 };
        Run run = null!;
        SessionCommit commit = null!;
        _begun.Add(start.Id);
        yield return () => _budgets.SetAsync(AgentScope.ForService(scope.WorkspaceId), BudgetSubject.Workspace, new BudgetLimit(1_000_000_000_000));
        yield return async () => run = await _runs.StartAsync(scope, start);
        yield return () => _budgets.ReserveAsync(scope, reservation);
        yield return () => _sessions.AppendAsync(scope, sessionId, commit ??= RunSamples.Commit(run) with { ReservationId = reservation.Id });
        yield return () => _runs.CompleteAsync(scope, run.Lease);
    }

    public async Task CheckAsync()
    {
        long tokens = 100 * _begun.Count;
        foreach (var id in _begun)
        {
            (await _runs.GetAsync(scope, id)).Should().BeEquivalentTo(
                new { Status = RunStatus.Completed, RunSamples.Usage.InputTokens, RunSamples.Usage.OutputTokens, RunSamples.Usage.Cost });
        }

        (await _sessions.GetAsync(scope, sessionId)).TurnCount.Should().Be(_begun.Count);
        (await _budgets.FindAsync(scope, BudgetSubject.Workspace)).Should().BeEquivalentTo(
            new { SpentTokens = tokens, SpentCost = RunSamples.Usage.Cost * _begun.Count, ReservedTokens = 0L });
    }
}
