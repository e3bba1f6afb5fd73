using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>Events in bulk: a thousand in one call.</summary>
internal sealed class EventScenario : IScenario
{
    private const int Count = 1_000;

    public string Name => "events";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        Variant[] variants =
        [
            new InProcessVariant(
                VariantNames.Own, "AppendManyAsync: checked, row-level security, repeatable", endpoint => new AgentKitEvents(endpoint, Count)),
            new InProcessVariant(VariantNames.Copy, "no row-level security, not repeatable", endpoint => new CopiedEvents(endpoint, Count)),
        ];

        var comparison = await new Interleaver(server, effort, report).RunAsync(
            "1,000 events in one call", clients: 1, VariantNames.Copy, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };
    }
}
