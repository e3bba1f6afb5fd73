using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>The same commit, to a server that is as far away as a server usually is: what it takes to be told so, round trip by round trip.</summary>
internal sealed class DistantCommitScenario : IScenario
{
    /// <summary>What everything here contains: one question that the server answers at once.</summary>
    private const string RoundTrip = "SELECT 1";

    public string Name => "distant-commit";

    public async Task<ScenarioResult> RunAsync(
        BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        await using var distant = new DistantServer(server.Endpoint);
        Variant[] variants =
        [
            Distant(VariantNames.Own, endpoint => new AgentKitCommits(endpoint)),
            Distant(VariantNames.Raw, endpoint => new RawCommits(endpoint, logged: false)),
            Distant(VariantNames.NaiveDapper, endpoint => new NaiveDapperCommits(endpoint)),
            Distant(VariantNames.EfCore, endpoint => new EfCoreCommits(endpoint)),
            Distant(RoundTrip, endpoint => new RoundTrips(endpoint)),
        ];
        var comparison = await new Interleaver(server, effort, report).RunAsync(
            $"{CommitScenario.Title}, the server {DistantServer.Distance.TotalMilliseconds:0} to {2 * DistantServer.Distance.TotalMilliseconds:0} ms away",
            clients: 8, VariantNames.Raw, variants, cancellationToken);
        return new ScenarioResult(Name) { Comparisons = [comparison] };

        Variant Distant(string name, Func<Endpoint, ISubject> open) =>
            new PlacedVariant(name, new InProcessVariant(name, "", open)) { Endpoint = distant.Endpoint };
    }

    private sealed class RoundTrips(Endpoint endpoint) : ISubject
    {
        private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(endpoint.Tuned);

        public Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken) =>
            Task.FromResult<Func<CancellationToken, Task>>(async token =>
            {
                await using var command = _dataSource.CreateCommand(RoundTrip);
                Expect.Equal(1, (int)(await command.ExecuteScalarAsync(token))!);
            });

        public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
    }
}
