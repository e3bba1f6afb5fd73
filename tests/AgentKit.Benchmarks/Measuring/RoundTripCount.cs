using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>Counts the network round trips of an operation, outside of what is timed.</summary>
internal static class RoundTripCount
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>The mean over a short run of one client, after another one in which statements were prepared.</summary>
    public static async Task<double?> OfAsync(Variant variant, Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (!variant.StaysConnected)
        {
            return null;
        }

        await using var proxy = new CountingProxy(endpoint);
        await using var workload = await variant.StartAsync(proxy.Endpoint, clients: 1, cancellationToken);
        await workload.RunAsync(Look, cancellationToken);

        var before = proxy.RoundTrips;
        var slice = await workload.RunAsync(Look, cancellationToken);
        return (double)(proxy.RoundTrips - before) / slice.Latencies.Count;
    }
}
