using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>One process that holds a thousand conversations, each of another user, all of which commit at the same time.</summary>
internal sealed class CoalescingScenario : IScenario
{
    public const int Sessions = 1_000;
    public const string Grouped = "AgentKit, coalescing";

    /// <summary>More of them are no faster: each is a process of the server.</summary>
    private const int ClientsOfPgbench = 32;

    public string Name => "coalescing";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        Variant[] variants =
        [
            new InProcessVariant(
                Grouped,
                "commits travel in groups; each keeps its user's rights, its result, and its log entry",
                endpoint => new AgentKitConversations(endpoint, coalescing: true)),
            new InProcessVariant(
                VariantNames.Own, "the same without coalescing", endpoint => new AgentKitConversations(endpoint, coalescing: false)),
            .. PgbenchProgram.Find() is null ? Array.Empty<Variant>() :
            [
                new PlacedVariant(
                    VariantNames.Pgbench,
                    new PgbenchVariant(VariantNames.Pgbench, "32 clients with the statement of raw Npgsql", server, "raw", PgbenchScript.OfRaw))
                {
                    Clients = ClientsOfPgbench,
                },
            ],
        ];
        var comparison = await new Interleaver(server, effort, report).RunAsync(
            "Commit of one 1 KB turn in each of 1,000 sessions", Sessions, VariantNames.Own, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };
    }
}
