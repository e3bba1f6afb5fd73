using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>How cost grows with the number of workspaces among which the same sessions are.</summary>
internal sealed class WorkspaceScenario : IScenario
{
    private const int Sessions = 100_000;
    private const int TurnsPerSession = 10;

    private static readonly int[] Workspaces = [1, 100, 10_000, 100_000];

    public string Name => "workspaces";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        var databases = new List<(string Point, FilledDatabase Database)>();
        try
        {
            foreach (var workspaces in effort.IsQuick ? Workspaces[..2] : Workspaces)
            {
                databases.Add((
                    $"{workspaces:N0}",
                    await FilledDatabase.CreateAsync(
                        server, effort.IsQuick ? Sessions / 10 : Sessions, workspaces, TurnsPerSession, report, cancellationToken)));
            }

            return new ScenarioResult(Name)
            {
                Comparisons = await Operations.CompareAsync(
                    "workspaces among 100,000 sessions", databases, new Interleaver(server, effort, report), cancellationToken),
            };
        }
        finally
        {
            foreach (var (_, database) in databases)
            {
                await database.DisposeAsync();
            }
        }
    }
}
