using AgentKit.Benchmarks.Measuring;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>A table of the report, however it is drawn.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Columns">The first holds names, the others numbers.</param>
/// <param name="Rows">As many cells as columns.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static ReportTable OfTargets(Report report) => new(
        "Targets",
        ["target", "aim", "median (half of the rounds)", "verdict"],
        [
            .. report.Targets.Select(result => (string[])
                [result.Target.Name, Words.Aim(result.Target), Words.Reached(result), Words.Verdict(result)]),
        ]);

    public static ReportTable OfComparison(Comparison comparison) => new(
        comparison.Title + comparison.Clients switch { 0 => "", 1 => ", 1 client", var clients => $", {clients} clients" },
        ["", "a second", $"/ {comparison.Baseline}", "p50 ms", "p99 ms", "KB allocated", "CPU µs", "WAL bytes", "round trips"],
        [
            .. comparison.Variants.Select(variant => (string[])
            [
                variant.Name,
                Words.Number(variant.Throughput.Median),
                Words.WithSpread(comparison.Ratio(variant.Name, comparison.Baseline)),
                Words.Number(variant.P50),
                Words.Number(variant.P99),
                Words.Kilobytes(variant.Allocated),
                Words.Optional(variant.Cpu?.Median),
                Words.Number(variant.Wal.Median),
                Words.Optional(variant.RoundTrips),
            ]),
        ]);

    public static ReportTable OfFigures(Report report) => new(
        "Single figures",
        ["", "median (half of the rounds)"],
        [.. report.Figures.Select(figure => (string[])[figure.Key, Words.WithSpread(figure.Value)])]);

    /// <summary>All of them, in order.</summary>
    public static IEnumerable<ReportTable> Of(Report report)
    {
        if (report.Targets.Count > 0)
        {
            yield return OfTargets(report);
        }

        foreach (var comparison in report.Comparisons)
        {
            yield return OfComparison(comparison);
        }

        if (report.Figures.Any())
        {
            yield return OfFigures(report);
        }
    }
}
