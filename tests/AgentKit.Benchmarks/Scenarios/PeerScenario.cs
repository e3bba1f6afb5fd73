using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Peers;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>The same turn by libraries of another language, in conversations of different lengths.</summary>
internal sealed class PeerScenario : IScenario
{
    private static readonly int[] Clients = [1, 8];

    public string Name => "peers";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        if (await NodePackages.InstallAsync(report, cancellationToken) is { } missing)
        {
            return new ScenarioResult(Name) { Missing = [$"peers: {missing}"] };
        }

        Variant[] variants =
        [
            new InProcessVariant(VariantNames.Own, "the commit of above", endpoint => new AgentKitCommits(endpoint)),
            new PeerVariant(VariantNames.Mastra, "@mastra/pg, saveMessages, a thread of 100 messages", "mastra.mjs", Messages: 100),
            new PeerVariant(VariantNames.LangGraph10, "PostgresSaver.put", "langgraph.mjs", Messages: 10),
            new PeerVariant(VariantNames.LangGraph100, "PostgresSaver.put", "langgraph.mjs", Messages: 100),
            new PeerVariant(VariantNames.LangGraph1000, "PostgresSaver.put", "langgraph.mjs", Messages: 1_000),
        ];

        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            comparisons.Add(await interleaver.RunAsync(
                "One 1 KB turn, beside libraries of Node.js", clients, VariantNames.Own, variants, cancellationToken));
        }

        return new ScenarioResult(Name) { Comparisons = comparisons };
    }
}
