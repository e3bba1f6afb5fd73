using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scale;

/// <summary>How cost grows with the number of turns in the table: from a thousand to ten million, in sessions of ten.</summary>
internal sealed class TableSizeScenario : IScenario
{
    private const int TurnsPerSession = 10;
    private const int Workspaces = 10;

    private static readonly int[] Sessions = [100, 10_000, 100_000, 1_000_000];

    public string Name => "table-size";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        var databases = new List<(string Point, FilledDatabase Database)>();
        try
        {
            foreach (var sessions in effort.IsQuick ? Sessions[..2] : Sessions)
            {
                databases.Add((
                    $"{sessions * TurnsPerSession:N0}",
                    await FilledDatabase.CreateAsync(server, sessions, Workspaces, TurnsPerSession, report, cancellationToken)));
            }

            var largest = databases[^1];
            var bytes = await largest.Database.SizeAsync(cancellationToken) / (double)(largest.Database.Sessions * TurnsPerSession);
            return new ScenarioResult(Name)
            {
                Comparisons = await Operations.CompareAsync(
                    "turns in the table", databases, new Interleaver(server, effort, report), cancellationToken),
                Figures = new Dictionary<string, Statistic>
                {
                    [$"bytes on disk for a turn of about 200 characters, with its share of sessions, log and indexes, among {largest.Point}"] =
                        Statistic.Of([bytes]),
                },
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
