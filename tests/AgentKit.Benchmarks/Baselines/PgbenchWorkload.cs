using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>Runs pgbench once per slice, each time on new sessions, and checks that every transaction has appended a turn.</summary>
internal sealed class PgbenchWorkload(PgbenchVariant variant, Endpoint endpoint, int clients) : IWorkload
{
    private const int FirstTransactions = 100;

    private double _throughput;

    public async Task<Slice> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        // It takes a number of transactions or whole seconds: so many as took that long before.
        var transactions = _throughput == 0
            ? FirstTransactions
            : Math.Max(1, (int)(_throughput * duration.TotalSeconds / clients));

        var prefix = $"{Guid.CreateVersion7()}"[..24];
        await AsAdminAsync("pgbench_sessions", prefix, cancellationToken);
        var slice = await PgbenchProgram.RunAsync(
            endpoint,
            variant.Script,
            clients,
            transactions,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["prefix"] = prefix,
                ["version"] = "1",
                ["content"] = Sample.Conversation[0],
            },
            cancellationToken);
        Expect.Equal(slice.Latencies.Count, (long)(await AsAdminAsync("pgbench_turns", prefix, cancellationToken))!);
        _throughput = slice.Throughput;
        return slice;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<object?> AsAdminAsync(string statement, string prefix, CancellationToken cancellationToken) =>
        variant.Server.AsAdminAsync(
            SqlFiles.Read($"baselines/{statement}.sql").Replace("{schema}", variant.Schema, StringComparison.Ordinal),
            cancellationToken,
            new NpgsqlParameter<string> { TypedValue = prefix },
            new NpgsqlParameter<string> { TypedValue = Sample.Workspace },
            new NpgsqlParameter<string> { TypedValue = Sample.User },
            new NpgsqlParameter<int> { TypedValue = clients });
}
