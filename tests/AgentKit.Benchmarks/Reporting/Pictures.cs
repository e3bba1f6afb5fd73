using AgentKit.Benchmarks.Measuring;
using static AgentKit.Benchmarks.Scenarios.VariantNames;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>The pictures of a report.</summary>
internal static class Pictures
{
    /// <summary>Names of files and what is in them.</summary>
    public static IEnumerable<(string File, string Svg)> Of(Report report)
    {
        if (Commits(report) is { } commits)
        {
            yield return ("commits.svg", commits);
        }

        if (Others(report) is { } others)
        {
            yield return ("reads-and-tool-runs.svg", others);
        }
    }

    /// <summary>All who append a turn, peers included, each related to AgentKit in the rounds that they shared.</summary>
    private static string? Commits(Report report)
    {
        int[] clients = [.. report.Results.Scenarios.Where(result => result.Scenario == "commit").SelectMany(result => result.Comparisons).Select(comparison => comparison.Clients)];
        var groups = clients
            .Select(count => (
                Clients(count),
                (IReadOnlyList<Bar>)
                [
                    .. BarsOf(report.Results.Comparison("commit", count)),
                    .. BarsOf(report.Results.Comparison("peers", count)).Where(bar => !bar.IsOwn),
                ]))
            .ToList();
        return groups.Count == 0 ? null : BarChart.Draw(
            "Appending one 1 KB turn under a version check",
            "Turns a second, AgentKit = 1.00; medians of interleaved rounds. Longer is faster.",
            groups);
    }

    private static string? Others(Report report)
    {
        var groups =
            from scenario in new[] { "last-turns", "tool-run", "events" }
            from result in report.Results.Scenarios
            where result.Scenario == scenario
            from comparison in result.Comparisons
            select ($"{comparison.Title}, {Clients(comparison.Clients)}", (IReadOnlyList<Bar>)[.. BarsOf(comparison)]);
        var list = groups.ToList();
        return list.Count == 0 ? null : BarChart.Draw(
            "Reading, the log of tools, events", "Operations a second, AgentKit = 1.00; medians of interleaved rounds. Longer is faster.", list);
    }

    private static IEnumerable<Bar> BarsOf(Comparison? comparison) =>
        from variant in comparison?.Variants ?? []
        let ratio = comparison!.Ratio(variant.Name, Own)!.Median
        select new Bar(variant.Name, ratio, Words.Number(ratio), variant.Name == Own);

    private static string Clients(int count) => count == 1 ? "1 client" : $"{count} clients";
}
