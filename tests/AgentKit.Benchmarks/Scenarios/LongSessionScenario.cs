using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>What a commit costs in a session of 100,000 turns, and in one of 10.</summary>
internal sealed class LongSessionScenario : IScenario
{
    public const string Short = "10 turns";
    public const string Long = "100,000 turns";

    /// <summary>After so many commits the next session of 10 turns is taken, so that they stay short.</summary>
    private const int CommitsPerShortSession = 10;

    private const int ShortSessions = 1_000;

    public string Name => "long-session";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        report("Long sessions: writing 110,000 turns");
        var longer = await StoredSessions.CreateAsync(server, "agentkit", sessions: 1, turns: 100_000, cancellationToken);
        var shorter = await StoredSessions.CreateAsync(server, "agentkit", ShortSessions, turns: 10, cancellationToken);
        Variant[] variants =
        [
            new InProcessVariant(
                Short, "many such sessions, one after the other", endpoint => new AgentKitLongSessions(endpoint, shorter, CommitsPerShortSession)),
            new InProcessVariant(Long, "one session", endpoint => new AgentKitLongSessions(endpoint, longer, int.MaxValue)),
        ];

        var comparison = await new Interleaver(server, effort, report).RunAsync(
            "Commit to a session of 10 and of 100,000 turns", clients: 1, Short, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };
    }
}
