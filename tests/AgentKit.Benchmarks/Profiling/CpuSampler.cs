using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;

namespace AgentKit.Benchmarks.Profiling;

/// <summary>Samples the stacks of this process every millisecond, and counts those that run managed code.</summary>
internal static class CpuSampler
{
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";

    /// <summary>Threads that have nothing to do are caught here.</summary>
    private static readonly string[] Idle = ["LowLevelLifoSemaphore", "PollGC", "EventLoop", "WaitHandle"];

    /// <summary>Of all samples, what share was within a method (inclusive) and in the method itself (exclusive).</summary>
    public static async Task<IReadOnlyList<(string Method, double Inclusive, double Exclusive)>> SampleAsync(
        Func<Task> work, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("agentkit-profile-");
        try
        {
            var file = Path.Combine(folder.FullName, "trace.nettrace");
            await RecordAsync(work, file, cancellationToken);
            return Read(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RecordAsync(Func<Task> work, string file, CancellationToken cancellationToken)
    {
        EventPipeProvider[] providers =
        [
            new(Sampler, EventLevel.Informational),
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, 0x10 | 0x8), // names of methods
        ];
        var client = new DiagnosticsClient(Environment.ProcessId);
        using var session = await client.StartEventPipeSessionAsync(providers, requestRundown: true, circularBufferMB: 256, cancellationToken);
        await using var stream = File.Create(file);
        var copy = session.EventStream.CopyToAsync(stream, cancellationToken);
        await work();
        await session.StopAsync(cancellationToken);
        await copy;
    }

    private static List<(string Method, double Inclusive, double Exclusive)> Read(string file)
    {
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file));
        var inclusive = new Dictionary<string, int>(StringComparer.Ordinal);
        var exclusive = new Dictionary<string, int>(StringComparer.Ordinal);
        var samples = 0;
        foreach (var sample in log.Events.Where(found => found.ProviderName == Sampler && IsManaged(found)))
        {
            var methods = Stack(sample).ToList();
            if (methods.Count == 0 || Idle.Any(idle => methods[0].Contains(idle, StringComparison.Ordinal)))
            {
                continue;
            }

            samples++;
            Count(exclusive, methods[0]);
            foreach (var method in methods.Distinct(StringComparer.Ordinal))
            {
                Count(inclusive, method);
            }
        }

        return
        [
            .. inclusive.OrderByDescending(method => method.Value).Select(method => (
                method.Key, (double)method.Value / samples, (double)exclusive.GetValueOrDefault(method.Key) / samples)),
        ];
    }

    /// <summary>A thread that waits in the runtime or in the system is sampled too, as external.</summary>
    private static bool IsManaged(TraceEvent sample) => sample.EventData() is { Length: >= 4 } data && BitConverter.ToInt32(data) == 2;

    private static IEnumerable<string> Stack(TraceEvent sample)
    {
        for (var frame = sample.CallStack(); frame is not null; frame = frame.Caller)
        {
            yield return frame.CodeAddress.FullMethodName;
        }
    }

    private static void Count(Dictionary<string, int> counts, string method) =>
        counts[method] = counts.GetValueOrDefault(method) + 1;
}
