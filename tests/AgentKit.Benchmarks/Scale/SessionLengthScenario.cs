using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>How the cost of a commit grows with the turns that its session has.</summary>
internal sealed class SessionLengthScenario : IScenario
{
    /// <summary>Commits to a session before the next one of its length is taken, so that short ones stay short.</summary>
    private const int CommitsPerSession = 10;

    private static readonly (int Turns, int Sessions)[] Points = [(10, 1_000), (1_000, 100), (10_000, 10), (100_000, 1)];

    public string Name => "session-length";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        var variants = new List<Variant>();
        foreach (var (turns, sessions) in Points)
        {
            report($"Writing {sessions:N0} sessions of {turns:N0} turns");
            var ids = await StoredSessions.CreateAsync(server, "agentkit", sessions, turns, cancellationToken);
            var point = $"{turns:N0}";
            variants.Add(new PlacedVariant(
                point, new InProcessVariant(point, "", endpoint => new AgentKitLongSessions(endpoint, ids, CommitsPerSession))));
        }

        var comparison = await new Interleaver(server, effort, report).RunAsync(
            "Commit of one 1 KB turn, by turns in its session", clients: 1, variants[0].Name, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };
    }
}
