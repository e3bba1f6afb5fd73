using System.Globalization;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Targets;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>Numbers for people: three digits that matter, the same in all cultures.</summary>
internal static class Words
{
    public static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("N1", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("N2", CultureInfo.InvariantCulture),
        _ => value.ToString("N3", CultureInfo.InvariantCulture),
    };

    /// <summary>The median, and between which values half of all rounds lay.</summary>
    public static string WithSpread(Statistic? statistic) => statistic switch
    {
        null => "–",
        _ when statistic.Low == statistic.High => Number(statistic.Median),
        _ => $"{Number(statistic.Median)} ({Number(statistic.Low)}–{Number(statistic.High)})",
    };

    public static string Kilobytes(Statistic? bytes) => bytes is null ? "–" : Number(bytes.In(1_024).Median);

    public static string Optional(double? value) => value is { } known ? Number(known) : "–";

    public static string Aim(Target target) =>
        $"{(target.Bound == Bound.AtLeast ? "at least" : "at most")} {Number(target.Value)}{UnitOf(target)}";

    public static string Reached(TargetResult result) => result.Figure is null ? "–" : WithSpread(result.Figure) + UnitOf(result.Target);

    public static string Verdict(TargetResult result) => result.IsReached switch
    {
        null => "not measured",
        true => "reached",
        false => "missed",
    };

    private static string UnitOf(Target target) => target.Unit.Length == 0 ? "" : $" {target.Unit}";
}
