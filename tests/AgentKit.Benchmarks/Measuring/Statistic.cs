namespace AgentKit.Benchmarks.Measuring;

/// <summary>A median with its spread: half of all rounds lay between low and high.</summary>
internal sealed record Statistic(double Median, double Low, double High)
{
    public static Statistic Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new(Percentile(sorted, 0.5), Percentile(sorted, 0.25), Percentile(sorted, 0.75));
    }

    /// <summary>The same in another unit.</summary>
    public Statistic In(double unit) => new(Median / unit, Low / unit, High / unit);

    /// <summary>Between two ranks, the value in proportion.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double fraction)
    {
        if (sorted.Count == 0)
        {
            return double.NaN;
        }

        var rank = fraction * (sorted.Count - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (rank - below));
    }
}
