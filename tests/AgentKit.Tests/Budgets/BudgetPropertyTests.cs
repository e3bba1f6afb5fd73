using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Budgets;

/// <summary>Whoever reserves, settles and releases at the same time, in whatever order: no limit is ever exceeded, and every sum is exact.</summary>
public sealed class BudgetPropertyTests(AgentKitFixture fixture, ITestOutputHelper output) : IClassFixture<AgentKitFixture>
{
    private const int Workers = 16;
    private const int Steps = 25;
    private const int Sessions = 4;

    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public async Task ReserveSettleRelease_AtRandomFromSixteenWorkers_NeverOverspend(int? given)
    {
        var seed = given ?? RandomSeed.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var runs = await StartRunsAsync(random);
        BudgetSubject[] subjects =
        [
            BudgetSubject.Workspace,
            BudgetSubject.Agent(AgentKitFixture.Agent),
            BudgetSubject.Agent(AgentKitFixture.PhasedAgent),
            .. runs.Take(2).Select(run => BudgetSubject.Session(run.SessionId)),
        ];
        foreach (var subject in subjects)
        {
            await _budgets.SetAsync(_scope, subject, tokens: random.Next(500, 4_000), cost: random.Next(50, 400));
        }

        var settled = new ConcurrentBag<(Run Run, long Tokens, decimal Cost)>();
        var seeds = Enumerable.Range(0, Workers).Select(_ => random.Next()).ToArray();
        using var over = new CancellationTokenSource();
        var watching = Task.Run(() => WatchAsync(subjects, runs, over.Token));
        int[] refused;
        try
        {
            refused = await Task.WhenAll(seeds.Select(own => Task.Run(() => WorkAsync(new Random(own), runs, settled))));
        }
        finally
        {
            await over.CancelAsync();
        }

        var looks = await watching;
        looks.Should().BePositive("there was something to see");
        output.WriteLine($"{settled.Count} settled, {refused.Sum()} refused, {looks} looks in between");
        settled.Should().NotBeEmpty();
        refused.Sum().Should().BeGreaterThan(0, "the limits are low enough to refuse something");
        foreach (var subject in subjects)
        {
            var spent = settled.Where(call => Applies(subject, call.Run)).ToArray();
            var budget = (await _budgets.FindAsync(_scope, subject))!;
            (budget.SpentTokens, budget.SpentCost).Should().Be((spent.Sum(call => call.Tokens), spent.Sum(call => call.Cost)), $"{subject}");
            budget.SpentTokens.Should().BeLessThanOrEqualTo(budget.Limit.Tokens!.Value, $"{subject}");
            budget.SpentCost.Should().BeLessThanOrEqualTo(budget.Limit.Cost!.Value, $"{subject}");
            (budget.ReservedTokens, budget.ReservedCost).Should().Be((0, 0), $"{subject}");
        }

        foreach (var run in runs)
        {
            var after = await fixture.Runs().GetAsync(_scope, run.Id);
            (after.InputTokens + after.OutputTokens).Should().Be(settled.Where(call => call.Run == run).Sum(call => call.Tokens))
                .And.BeLessThanOrEqualTo(run.TokenLimit ?? long.MaxValue);
        }
    }

    /// <summary>
    /// Looks again and again while the others work: what is spent and reserved never exceeds a limit together, not for a moment. Says how often
    /// something was reserved or spent when it looked.
    /// </summary>
    private async Task<int> WatchAsync(BudgetSubject[] subjects, Run[] runs, CancellationToken over)
    {
        var looks = 0;
        do
        {
            foreach (var subject in subjects)
            {
                var budget = (await _budgets.FindAsync(_scope, subject, CancellationToken.None))!;
                (budget.SpentTokens + budget.ReservedTokens).Should().BeLessThanOrEqualTo(budget.Limit.Tokens!.Value, $"{subject}");
                (budget.SpentCost + budget.ReservedCost).Should().BeLessThanOrEqualTo(budget.Limit.Cost!.Value, $"{subject}");
                looks += budget.SpentTokens + budget.ReservedTokens > 0 ? 1 : 0;
            }

            foreach (var run in runs.Where(run => run.TokenLimit is not null))
            {
                var now = await fixture.Runs().GetAsync(_scope, run.Id, CancellationToken.None);
                (now.InputTokens + now.OutputTokens).Should().BeLessThanOrEqualTo(run.TokenLimit!.Value);
            }
        }
        while (!over.IsCancellationRequested);

        return looks;
    }

    private async Task<Run[]> StartRunsAsync(Random random)
    {
        var runs = new List<Run>();
        for (var i = 0; i < Sessions; i++)
        {
            var session = await RunSamples.NewSessionAsync(fixture, _scope);
            foreach (var agent in new[] { AgentKitFixture.Agent, AgentKitFixture.PhasedAgent })
            {
                runs.Add(await fixture.Runs().StartAsync(
                    _scope, new NewRun(session.Id) { AgentId = agent, TokenLimit = random.Next(2) == 0 ? random.Next(200, 1_000) : null }));
            }
        }

        return [.. runs];
    }

    /// <summary>Reserves, and then settles at most that much, or gives it back; counts what was refused.</summary>
    private async Task<int> WorkAsync(Random random, Run[] runs, ConcurrentBag<(Run Run, long Tokens, decimal Cost)> settled)
    {
        var refused = 0;
        for (var step = 0; step < Steps; step++)
        {
            var run = runs[random.Next(runs.Length)];
            try
            {
                var reservation = await _budgets.ReserveAsync(
                    _scope, new NewReservation(run.SessionId) { RunId = run.Id, Tokens = random.Next(1, 200), Cost = random.Next(0, 20) });
                if (random.Next(5) == 0)
                {
                    await _budgets.ReleaseAsync(_scope, reservation.Id);
                    continue;
                }

                var usage = new Usage
                {
                    InputTokens = random.NextInt64(reservation.Tokens + 1),
                    Cost = Math.Round(reservation.Cost * (decimal)random.NextDouble(), 4),
                };
                await SettleAsync(random, run, reservation, usage);
                settled.Add((run, usage.InputTokens, usage.Cost));
            }
            catch (BudgetExceededException)
            {
                refused++;
            }
        }

        return refused;
    }

    private Task<Session> SettleAsync(Random random, Run run, Reservation reservation, Usage usage) => random.Next(3) switch
    {
        0 => fixture.Runs().AddUsageAsync(_scope, run.SessionId, run.Id, usage, reservation.Id),
        1 => fixture.Sessions.UpdateAsync(_scope, run.SessionId, _ => Commit(run, reservation, usage)),
        _ => fixture.Sessions.AppendAsync(_scope, run.SessionId, Commit(run, reservation, usage)),
    };

    private static SessionCommit Commit(Run run, Reservation reservation, Usage usage) =>
        new() { Turns = [Turn.Assistant("x", usage)], Run = run.Lease, ReservationId = reservation.Id };

    private static bool Applies(BudgetSubject subject, Run run) => subject.Kind switch
    {
        BudgetSubjectKind.Agent => subject.Id == run.AgentId,
        BudgetSubjectKind.Session => subject.Id == run.SessionId.ToString(),
        _ => true,
    };
}
