namespace AgentKit.Benchmarks.Measuring;

/// <summary>What one variant did in all rounds.</summary>
/// <param name="Name">The variant's.</param>
/// <param name="Remark">The variant's.</param>
/// <param name="RoundTrips">Network round trips of one operation; <see langword="null"/> where they were not counted.</param>
/// <param name="Slices">One per round, in order.</param>
internal sealed record VariantResult(string Name, string Remark, double? RoundTrips, IReadOnlyList<Slice> Slices)
{
    private readonly double[] _latencies = [.. Slices.SelectMany(slice => slice.Latencies).Order()];

    public int Operations => _latencies.Length;

    /// <summary>Operations in a second.</summary>
    public Statistic Throughput => Statistic.Of(Slices.Select(slice => slice.Throughput));

    /// <summary>Milliseconds, over all rounds.</summary>
    public double P50 => Statistic.Percentile(_latencies, 0.5);

    /// <summary>Milliseconds, over all rounds.</summary>
    public double P99 => Statistic.Percentile(_latencies, 0.99);

    /// <summary>Bytes of one operation.</summary>
    public Statistic? Allocated => OfKnown(slice => slice.AllocatedPerOperation);

    /// <summary>Microseconds of one operation.</summary>
    public Statistic? Cpu => OfKnown(slice => slice.CpuPerOperation);

    /// <summary>Bytes of one operation.</summary>
    public Statistic Wal => Statistic.Of(Slices.Select(slice => slice.WalPerOperation));

    private Statistic? OfKnown(Func<Slice, double?> measure)
    {
        double[] known = [.. Slices.Select(measure).OfType<double>()];
        return known.Length == 0 ? null : Statistic.Of(known);
    }
}
