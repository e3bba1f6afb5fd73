using System.Diagnostics;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Any scope and any id, over all stores: who asks gets what is theirs to see, and everything else is not there. A few hundred pairs; at least
/// ten thousand, and for as long as it says, with <c>AGENTKIT_SOAK</c>.
/// </summary>
public sealed class RandomPairTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int QuickPairs = 600;
    private const int SoakPairs = 10_000;
    private const int Workspaces = 5;
    private const int UsersOfEach = 3;

    [Fact]
    public async Task Call_AnyScopeWithAnyId_GetsAtItsOwnAndNothingElse()
    {
        var seed = RandomSeed.Next();
        var random = new Random(seed);
        var belongings = await Belongings.CreateAsync(fixture, Workspaces, UsersOfEach);
        var scopes = belongings.SelectMany(owned => owned.Scopes).ToArray();
        var clock = Stopwatch.StartNew();
        var (pairs, seen, refused) = (0, 0, 0);
        while (pairs < (Soak.Time is null ? QuickPairs : SoakPairs) || clock.Elapsed < Soak.Time)
        {
            var owned = belongings[random.Next(belongings.Count)];
            var scope = scopes[random.Next(scopes.Length)];
            var (name, act) = PairAttempts.All[random.Next(PairAttempts.All.Count)];

            var answer = await PairAttempts.TryAsync(act, fixture, scope, owned);

            var expected = owned.WhatMayDo(scope, isWrite: name.StartsWith("write", StringComparison.Ordinal));
            answer.Should().Be(expected, "of {0} by {1} of {2} on what is {3}'s, pair {4} of seed {5}", name, scope.Access, scope.UserId, owned.Owner.UserId, pairs, seed);
            pairs++;
            seen += answer == PairAnswer.GotThrough ? 1 : 0;
            refused += answer == PairAnswer.Denied ? 1 : 0;
        }

        seen.Should().BePositive();
        refused.Should().BePositive();
    }
}
