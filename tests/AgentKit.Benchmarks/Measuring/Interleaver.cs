using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Measuring;

/// <summary>Lets variants take turns: A B C, A B C, and so on. On a machine that others use too, only this makes them comparable.</summary>
internal sealed class Interleaver(BenchmarkServer server, Effort effort, Action<string> report)
{
    private readonly Dictionary<string, double?> _roundTrips = new(StringComparer.Ordinal);

    /// <param name="title">What is done.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="baseline">The variant that the table relates the others to.</param>
    /// <param name="variants">In the order of their turns.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Comparison> RunAsync(
        string title, int clients, string baseline, IReadOnlyList<Variant> variants, CancellationToken cancellationToken)
    {
        var slices = variants.Select(_ => new List<Slice>()).ToArray();
        var workloads = new List<IWorkload>();
        try
        {
            for (var i = 0; i < variants.Count; i++)
            {
                report($"{title}, {clients} at once: warming up {variants[i].Name}");
                if (!_roundTrips.ContainsKey(variants[i].Name))
                {
                    _roundTrips[variants[i].Name] = await RoundTripCount.OfAsync(variants[i], server.Endpoint, cancellationToken);
                }

                workloads.Add(await variants[i].StartAsync(server.Endpoint, clients, cancellationToken));
                await workloads[i].RunAsync(effort.WarmUp, cancellationToken);
            }

            for (var round = 1; round <= effort.Rounds; round++)
            {
                report($"{title}, {clients} at once: round {round} of {effort.Rounds}");
                for (var i = 0; i < variants.Count; i++)
                {
                    slices[i].Add(await MeasureAsync(workloads[i], cancellationToken));
                }
            }
        }
        finally
        {
            foreach (var workload in workloads)
            {
                await workload.DisposeAsync();
            }
        }

        return new Comparison(title, clients, baseline, [.. variants.Select((variant, i) =>
            new VariantResult(variant.Name, variant.Remark, _roundTrips[variant.Name], slices[i]))]);
    }

    private async Task<Slice> MeasureAsync(IWorkload workload, CancellationToken cancellationToken)
    {
        var before = await server.WalPositionAsync(cancellationToken);
        var slice = await workload.RunAsync(effort.Slice, cancellationToken);
        return slice with { Wal = await server.WalPositionAsync(cancellationToken) - before };
    }
}
