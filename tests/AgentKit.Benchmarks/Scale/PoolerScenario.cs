using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>What PgBouncer costs or saves, in transaction pooling: AgentKit finds out about it and then prepares no statements.</summary>
internal sealed class PoolerScenario : IScenario
{
    private static readonly int[] Clients = [1, 8, 64];

    public string Name => "pooler";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        if (Pooler.Find() is not { } program)
        {
            return new ScenarioResult(Name) { Missing = ["pgbouncer is not installed"] };
        }

        await using var pooler = await Pooler.StartAsync(program, server.Endpoint, cancellationToken);
        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            Variant[] variants =
            [
                new PlacedVariant("direct", Commits()),
                new PlacedVariant($"PgBouncer, {Pooler.ServerConnections} connections", Commits()) { Endpoint = pooler.Endpoint },
            ];
            comparisons.Add(await interleaver.RunAsync(
                "Commit of one 1 KB turn, through a pooler", clients, variants[0].Name, variants, cancellationToken));
        }

        return new ScenarioResult(Name) { Comparisons = comparisons };
    }

    private static InProcessVariant Commits() => new("", "", endpoint => new AgentKitCommits(endpoint));
}
