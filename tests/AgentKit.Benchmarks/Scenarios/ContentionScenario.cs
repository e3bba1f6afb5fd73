using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>Sixteen writers on one session: whether each gets its turn, and how long it may have to wait.</summary>
internal sealed class ContentionScenario : IScenario
{
    public const string OneProcess = "UpdateAsync, 1 host";
    public const string FourProcesses = "UpdateAsync, 4 hosts";
    public const string Fairness = "slowest / fastest writer";
    public const string LongestWait = "longest wait, ms";
    public const string WaitRatio = "longest wait / best pure backoff";

    /// <summary>Starving shows only after a while.</summary>
    private const int SlicesPerRound = 3;

    public string Name => "contention";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        Contention[] updates = [new(OneProcess, Hosts: 1, Backoff: null), new(FourProcesses, Hosts: 4, Backoff: null)];
        Contention[] backoffs = [.. new[] { 1, 5, 20 }.Select(ms =>
            new Contention($"pure backoff from {ms} ms", Hosts: 4, TimeSpan.FromMilliseconds(ms)))];

        await using var one = new AgentKitHosts(server.Endpoint, hosts: 1);
        await using var four = new AgentKitHosts(server.Endpoint, hosts: 4);
        var rounds = Math.Max(2, effort.Rounds / 2);
        for (var round = 0; round <= rounds; round++)
        {
            report($"16 writers on one session: round {round} of {rounds}");
            foreach (var contention in updates.Concat(backoffs))
            {
                await contention.RunAsync(contention.Hosts == 1 ? one : four, effort.Slice * SlicesPerRound, cancellationToken);
            }
        }

        foreach (var contention in updates.Concat(backoffs))
        {
            contention.Rounds.RemoveAt(0); // the warm-up
        }

        return new ScenarioResult(Name) { Figures = FiguresOf(updates, backoffs) };
    }

    private static Dictionary<string, Statistic> FiguresOf(IReadOnlyList<Contention> updates, IReadOnlyList<Contention> backoffs)
    {
        var figures = new Dictionary<string, Statistic>(StringComparer.Ordinal);
        foreach (var contention in updates.Concat(backoffs))
        {
            figures[$"{contention.Name}: {Fairness}"] = Statistic.Of(contention.Rounds.Select(round => round.Fairness));
            figures[$"{contention.Name}: {LongestWait}"] = Statistic.Of(contention.Rounds.Select(round => round.LongestWait));
            figures[$"{contention.Name}: updates a second"] = Statistic.Of(contention.Rounds.Select(round => round.Throughput));
        }

        // The best is whoever has the shortest longest wait over all rounds; then round by round.
        var best = backoffs.MinBy(backoff => Statistic.Of(backoff.Rounds.Select(round => round.LongestWait)).Median)!;
        foreach (var contention in updates)
        {
            figures[$"{contention.Name}: {WaitRatio}"] = Statistic.Of(
                contention.Rounds.Zip(best.Rounds, (own, other) => own.LongestWait / other.LongestWait));
        }

        return figures;
    }
}
