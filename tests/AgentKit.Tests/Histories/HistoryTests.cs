using AgentKit.Tests.Histories.Acting;
using AgentKit.Tests.Histories.Faulting;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Histories;

/// <summary>
/// Several hosts at once, many callers each, random operations, and a network, a server and callers that fail all the time: whatever was answered
/// and whatever there is in the end must agree with the contracts. Rounds of some seconds, as many as there is time for.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    /// <summary>In a soak, of how many rounds the server is killed in one.</summary>
    private const int KillOneOf = 3;

    /// <summary>After which there is nothing more to learn.</summary>
    private const int EnoughViolations = 20;

    [Fact]
    public async Task EveryHistory_UnderFaults_AgreesWithTheContracts()
    {
        var settings = HistorySettings.FromEnvironment();
        await using var ground = await Ground.CreateAsync(settings.IsSoak);
        var hosts = await StartHostsAsync(ground);
        var (figures, faults) = (new Figures(), new FaultCounts());
        var violations = new List<string>();
        try
        {
            for (var left = settings.Length; left > TimeSpan.Zero && violations.Count < EnoughViolations; left -= HistorySettings.LongestRound)
            {
                var seed = settings.Seed + figures.Rounds;
                var length = left < HistorySettings.LongestRound ? left : HistorySettings.LongestRound;
                var verdict = await new Round(ground, hosts, seed, faults)
                    .PlayAsync(length, ground.MayBeKilled && figures.Rounds % KillOneOf == KillOneOf - 1);
                figures.Add(verdict);
                violations.AddRange(verdict.Violations.Select(violation => $"{RandomSeed.Variable}={seed} {violation}"));
            }
        }
        finally
        {
            output.WriteLine($"{RandomSeed.Variable}={settings.Seed}\n{figures.ToText(faults)}");
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }

        violations.Should().BeEmpty($"everything holds, also with {RandomSeed.Variable}={settings.Seed}");
        figures.Done.Should().BePositive();
        faults.Total.Should().BePositive();
    }

    /// <summary>Alike in nothing but the database: what one of them holds in memory must not matter to the others.</summary>
    private static async Task<IReadOnlyList<Host>> StartHostsAsync(Ground ground)
    {
        Host[] hosts =
        [
            new("plain", ground.ConnectionString, _ => { }),
            new("coalescing", ground.ConnectionString, options => options.Coalescing = new() { Enabled = true, Concurrency = 2, MaxGroupSize = 8 }),
            new("locking", ground.ConnectionString, options => options.Resilience.ConflictsBeforeLock = 0),
            new("giving up", ground.ConnectionString, options =>
            {
                options.Coalescing = new() { Enabled = true, Concurrency = 1 };
                options.Resilience.TransientRetries = 0;
                options.Resilience.ConflictRetries = 1;
            }),
        ];
        foreach (var host in hosts)
        {
            await host.Sessions.ListAsync(AgentKitFixture.NewUser());
        }

        return hosts;
    }
}
