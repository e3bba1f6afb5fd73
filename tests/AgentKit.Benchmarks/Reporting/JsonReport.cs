using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Benchmarks.Measuring;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>The report for programs: everything but the single latencies.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Of(Report report) => JsonSerializer.Serialize(
        new
        {
            report.At,
            report.Machine,
            report.Effort,
            Targets = report.Targets.Select(result => new
            {
                result.Target.Name,
                Aim = Words.Aim(result.Target),
                result.Figure,
                Verdict = Words.Verdict(result),
            }),
            Comparisons = report.Comparisons.Select(ComparisonOf),
            Figures = report.Figures.ToDictionary(figure => figure.Key, figure => figure.Value),
            report.Missing,
        },
        Options) + "\n";

    private static object ComparisonOf(Comparison comparison) => new
    {
        comparison.Title,
        comparison.Clients,
        comparison.Baseline,
        Variants = comparison.Variants.Select(variant => new
        {
            variant.Name,
            variant.Remark,
            variant.Operations,
            variant.Throughput,
            ToBaseline = comparison.Ratio(variant.Name, comparison.Baseline),
            variant.P50,
            variant.P99,
            variant.Allocated,
            variant.Cpu,
            variant.Wal,
            variant.RoundTrips,
        }),
    };
}
