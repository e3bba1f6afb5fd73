namespace AgentKit.Benchmarks.Measuring;

/// <summary>What one variant did in one round.</summary>
internal sealed record Slice
{
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How long each operation took, in milliseconds.</summary>
    public required IReadOnlyList<double> Latencies { get; init; }

    /// <summary>Bytes that the process allocated for managed objects; <see langword="null"/> for another program.</summary>
    public long? Allocated { get; init; }

    /// <summary>Time on a processor, of the client and not of the server; <see langword="null"/> where it is not known.</summary>
    public TimeSpan? Cpu { get; init; }

    /// <summary>Bytes that the server wrote to its log meanwhile.</summary>
    public long Wal { get; init; }

    /// <summary>Operations in a second.</summary>
    public double Throughput => Latencies.Count / Elapsed.TotalSeconds;

    public double? AllocatedPerOperation => (double?)Allocated / Latencies.Count;

    /// <summary>In microseconds.</summary>
    public double? CpuPerOperation => Cpu?.TotalMicroseconds / Latencies.Count;

    public double WalPerOperation => (double)Wal / Latencies.Count;
}
