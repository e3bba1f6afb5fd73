using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;
using AgentKit.Testing;

namespace AgentKit.Benchmarks.Scale;

/// <summary>What PgBouncer costs or saves, in transaction pooling: AgentKit finds out about it and then prepares no statements.</summary>
internal sealed class PoolerScenario : IScenario
{
    /// <summary>Connections to the server, whatever the number of clients.</summary>
    private const int ServerConnections = 20;

    private static readonly int[] Clients = [1, 8, 64];

    public string Name => "pooler";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        if (PgBouncer.Find(HostLookup.Machine) is null)
        {
            return new ScenarioResult(Name) { Missing = ["pgbouncer is not installed"] };
        }

        await using var pooler = await PgBouncer.StartAsync(
            server.AdminConnectionString, ServerConnections, preparedStatements: 0, HostLookup.Machine, cancellationToken);
        var endpoint = new Endpoint(pooler.Through(server.Endpoint.ConnectionString));
        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            Variant[] variants =
            [
                new PlacedVariant("direct", Commits()),
                new PlacedVariant($"PgBouncer, {ServerConnections} connections", Commits()) { Endpoint = endpoint },
            ];
            comparisons.Add(await interleaver.RunAsync(
                "Commit of one 1 KB turn, through a pooler", clients, variants[0].Name, variants, cancellationToken));
        }

        return new ScenarioResult(Name) { Comparisons = comparisons };
    }

    private static InProcessVariant Commits() => new("", "", endpoint => new AgentKitCommits(endpoint));
}
