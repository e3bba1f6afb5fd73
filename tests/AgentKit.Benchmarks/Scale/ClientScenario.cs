using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>How throughput and waiting grow with the number of clients, each with a session of its own; the pool has its usual 100 connections.</summary>
internal sealed class ClientScenario : IScenario
{
    private static readonly int[] Clients = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    public string Name => "clients";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        IReadOnlyList<Variant> variants =
        [
            .. Clients.Select(count => new PlacedVariant(
                $"{count}", new InProcessVariant($"{count}", "", endpoint => new AgentKitCommits(endpoint))) { Clients = count }),
        ];
        var comparison = await new Interleaver(server, effort, report).RunAsync(
            "Commit of one 1 KB turn, by clients at once", clients: 0, variants[0].Name, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };
    }
}
