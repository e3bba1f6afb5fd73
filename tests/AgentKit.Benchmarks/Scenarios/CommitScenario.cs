using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>One turn of 1 KB, appended under a version check: what an agent does most.</summary>
internal sealed class CommitScenario : IScenario
{
    public const string Title = "Commit of one 1 KB turn";

    private static readonly int[] Clients = [1, 8];

    public string Name => "commit";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        var interleaver = new Interleaver(server, effort, report);
        var comparisons = new List<Comparison>();
        foreach (var clients in Clients)
        {
            comparisons.Add(await interleaver.RunAsync(Title, clients, VariantNames.Raw, Variants(server), cancellationToken));
        }

        return new ScenarioResult(Name)
        {
            Comparisons = comparisons,
            Missing = PgbenchProgram.Find() is null ? ["pgbench is not installed: it comes with the server's package of PostgreSQL"] : [],
        };
    }

    private static IReadOnlyList<Variant> Variants(BenchmarkServer server) =>
    [
        new InProcessVariant(
            VariantNames.Own,
            "scope, row-level security, idempotency, diagnosis: what is promised",
            endpoint => new AgentKitCommits(endpoint)),
        new InProcessVariant(
            VariantNames.Raw,
            "one statement, prepared, typed parameters, no row-level security, not repeatable",
            endpoint => new RawCommits(endpoint, logged: false)),
        new InProcessVariant(
            VariantNames.RawLogged,
            "the same, and the log entry that makes an append repeatable",
            endpoint => new RawCommits(endpoint, logged: true)),
        new InProcessVariant(
            VariantNames.NaiveDapper,
            "read, insert, update, commit; as most people write it",
            endpoint => new NaiveDapperCommits(endpoint)),
        new InProcessVariant(
            VariantNames.EfCore,
            "load, change, save, with a concurrency token",
            endpoint => new EfCoreCommits(endpoint)),
        .. PgbenchProgram.Find() is null ? Array.Empty<Variant>() :
        [
            new PgbenchVariant(VariantNames.Pgbench, "the statement of raw Npgsql", server, "raw", PgbenchScript.OfRaw),
            new PgbenchVariant(
                VariantNames.PgbenchOfAgentKit, "the three statements of AgentKit, pipelined", server, "agentkit", PgbenchScript.OfAgentKit),
        ],
    ];
}
