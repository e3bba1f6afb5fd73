using System.CommandLine;
using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Library;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Profiling;
using AgentKit.Benchmarks.Reporting;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary><c>profile</c>: where the bytes and the processor time of one operation go.</summary>
internal static class ProfileCommand
{
    private const int Turns = 10_000;
    private const int Count = 50;
    private const int Shown = 40;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var operation = new Argument<string>("operation") { Description = "What is profiled." };
        operation.AcceptOnlyFromAmong("commit", "last-turns", "tool-run", "raw-commit");
        var data = DataFolder.Option();
        var command = new Command("profile", "Shows where the bytes and the processor time of an operation go.") { operation, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(operation)!, parsed.GetValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string operation, string? dataFolder, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(dataFolder, cancellationToken);
        var session = (await StoredSessions.CreateAsync(server, "agentkit", sessions: 1, Turns, cancellationToken))[0];
        var variant = new InProcessVariant(VariantNames.Own, "", endpoint => operation switch
        {
            "commit" => new AgentKitCommits(endpoint),
            "tool-run" => new AgentKitToolRuns(endpoint),
            "raw-commit" => new RawCommits(endpoint, logged: false),
            _ => new AgentKitLastTurns(endpoint, session, Count),
        });
        await using var workload = await variant.StartAsync(server.Endpoint, clients: 1, cancellationToken);
        await workload.RunAsync(Duration, cancellationToken);

        using var allocations = new AllocationListener();
        allocations.IsListening = true;
        var slice = await workload.RunAsync(Duration, cancellationToken);
        allocations.IsListening = false;
        await WriteAsync($"{Words.Number(slice.AllocatedPerOperation!.Value)} bytes for each operation; by type, from {allocations.Samples} samples:");
        foreach (var (type, share) in allocations.Shares.Take(Shown))
        {
            await WriteAsync($"{share * slice.AllocatedPerOperation.Value,8:N0}  {share,6:P1}  {type}");
        }

        var methods = await CpuSampler.SampleAsync(() => workload.RunAsync(Duration, cancellationToken), cancellationToken);
        await WriteAsync($"{Words.Number(slice.CpuPerOperation!.Value)} µs on a processor for each operation; samples with a method, and in it alone:");
        foreach (var (method, inclusive, exclusive) in methods.Take(Shown * 2))
        {
            await WriteAsync($"{inclusive,6:P1}  {exclusive,6:P1}  {method}");
        }

        return 0;
    }

    private static Task WriteAsync(string line) => Console.Out.WriteLineAsync(line);
}
