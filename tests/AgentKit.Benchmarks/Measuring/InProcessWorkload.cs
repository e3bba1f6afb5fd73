using System.Diagnostics;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>Runs the clients of a variant side by side and counts what they use. It allocates nothing itself while they run.</summary>
internal sealed class InProcessWorkload(ISubject subject, IReadOnlyList<Func<CancellationToken, Task>> operations) : IWorkload
{
    private const int ExpectedOperations = 50_000;

    private readonly List<long>[] _ticks = [.. operations.Select(_ => new List<long>(Math.Max(1_000, ExpectedOperations / operations.Count)))];

    public async Task<Slice> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        foreach (var ticks in _ticks)
        {
            ticks.Clear();
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);

        await Task.WhenAll(operations.Select((operation, i) => Task.Run(() => LoopAsync(operation, _ticks[i], end, cancellationToken))));

        var elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Slice
        {
            Elapsed = elapsed,
            Latencies = [.. _ticks.SelectMany(ticks => ticks).Select(ticks => ticks * 1_000d / Stopwatch.Frequency)],
            Allocated = allocated,
            Cpu = cpu,
        };
    }

    public ValueTask DisposeAsync() => subject.DisposeAsync();

    private static async Task LoopAsync(
        Func<CancellationToken, Task> operation, List<long> ticks, long end, CancellationToken cancellationToken)
    {
        long now;
        do
        {
            var begin = Stopwatch.GetTimestamp();
            await operation(cancellationToken);
            now = Stopwatch.GetTimestamp();
            ticks.Add(now - begin);
        }
        while (now < end);
    }
}
