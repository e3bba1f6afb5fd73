using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>The last 50 of 10,000 turns: what is read before each call of a model.</summary>
internal sealed class LastTurnsScenario : IScenario
{
    private const int Count = 50;
    private const int Turns = 10_000;

    private static readonly int[] Clients = [1, 8];

    public string Name => "last-turns";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        report("Last 50 of 10,000 turns: writing them");
        var own = (await StoredSessions.CreateAsync(server, "agentkit", sessions: 1, Turns, cancellationToken))[0];
        var raw = (await StoredSessions.CreateAsync(server, "raw", sessions: 1, Turns, cancellationToken))[0];
        Variant[] variants =
        [
            new InProcessVariant(
                VariantNames.Own, "typed turns and blocks", endpoint => new AgentKitLastTurns(endpoint, own, Count)),
            new InProcessVariant(
                VariantNames.Raw,
                "the same columns into records, their JSON by a source-generated serializer",
                endpoint => new RawLastTurns(endpoint, raw, Count)),
        ];

        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            comparisons.Add(await interleaver.RunAsync(
                "Last 50 of 10,000 turns of 1 KB", clients, VariantNames.Raw, variants, cancellationToken));
        }

        return new ScenarioResult(Name) { Comparisons = comparisons };
    }
}
