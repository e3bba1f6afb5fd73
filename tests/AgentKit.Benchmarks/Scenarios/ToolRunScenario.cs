using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>A tool run that is started and completed.</summary>
internal sealed class ToolRunScenario : IScenario
{
    private static readonly int[] Clients = [1, 8];

    public string Name => "tool-run";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        Variant[] variants =
        [
            new InProcessVariant(
                VariantNames.Own, "row-level security, idempotency, diagnosis", endpoint => new AgentKitToolRuns(endpoint)),
            new InProcessVariant(VariantNames.Raw, "one insert and one update", endpoint => new RawToolRuns(endpoint)),
        ];

        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            comparisons.Add(await interleaver.RunAsync(
                "Tool run, start and completion", clients, VariantNames.Raw, variants, cancellationToken));
        }

        return new ScenarioResult(Name) { Comparisons = comparisons };
    }
}
