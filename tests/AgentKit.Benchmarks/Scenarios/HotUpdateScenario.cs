using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>How many updates of <c>sessions</c> stay on their page and touch no index, while commits go to many sessions in turn.</summary>
internal sealed class HotUpdateScenario : IScenario
{
    public const string Share = "HOT share of the updates of sessions";

    private const int Clients = 4;
    private const int SessionsPerClient = 50;
    private const int SessionsPerClientInAHurry = 10;

    /// <summary>
    /// Every five minutes the first commit to each session has to move it in the index by activity. So that it does not depend on the clock whether such
    /// a moment falls into the run, there are enough commits to each session for it to be less than one in a hundred of them.
    /// </summary>
    private const int CommitsPerSession = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "hot";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        report("HOT updates of sessions");
        var before = await UpdatesAsync(server, cancellationToken);
        var commits = await CommitAsync(server, effort, cancellationToken);

        // The server's counters follow within a second or two after the connections are closed.
        var waited = TimeProvider.System.GetTimestamp();
        (long All, long Hot) after;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            after = await UpdatesAsync(server, cancellationToken);
        }
        while (after.All - before.All < commits && TimeProvider.System.GetElapsedTime(waited) < Patience);

        // More than that where an earlier scenario's updates, commits too, were counted late.
        Expect.Equal(0, Math.Max(0, commits - (after.All - before.All)));
        var share = (double)(after.Hot - before.Hot) / (after.All - before.All);
        return new ScenarioResult(Name)
        {
            Figures = new Dictionary<string, Statistic>(StringComparer.Ordinal) { [Share] = new(share, share, share) },
        };
    }

    private static async Task<long> CommitAsync(BenchmarkServer server, Effort effort, CancellationToken cancellationToken)
    {
        var sessionsPerClient = effort.IsQuick ? SessionsPerClientInAHurry : SessionsPerClient;
        var workloads = new List<IWorkload>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                var sessions = await StoredSessions.CreateAsync(server, "agentkit", sessionsPerClient, turns: 1, cancellationToken);
                var variant = new InProcessVariant(
                    VariantNames.Own, "", endpoint => new AgentKitLongSessions(endpoint, sessions, commitsPerSession: 1));
                workloads.Add(await variant.StartAsync(server.Endpoint, clients: 1, cancellationToken));
            }

            var commits = 0L;
            while (commits < (long)Clients * sessionsPerClient * CommitsPerSession)
            {
                var slices = await Task.WhenAll(workloads.Select(workload => workload.RunAsync(effort.Slice, cancellationToken)));
                commits += slices.Sum(slice => slice.Latencies.Count);
            }

            return commits;
        }
        finally
        {
            foreach (var workload in workloads)
            {
                await workload.DisposeAsync();
            }
        }
    }

    private static async Task<(long All, long Hot)> UpdatesAsync(BenchmarkServer server, CancellationToken cancellationToken)
    {
        var counters = (long[])(await server.AsAdminAsync(SqlFiles.Read("server/session_updates.sql"), cancellationToken))!;
        return (counters[0], counters[1]);
    }
}
