using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;

namespace AgentKit.Benchmarks.Targets;

/// <summary>What is to be reached.</summary>
/// <param name="Name">What is compared with what.</param>
/// <param name="Bound">At least or at most.</param>
/// <param name="Value">How much.</param>
/// <param name="Figure">Finds what was measured; nothing where it was not.</param>
/// <param name="Unit">Of value and figure; empty for a ratio.</param>
internal sealed record Target(string Name, Bound Bound, double Value, Func<Results, Statistic?> Figure, string Unit = "")
{
    public TargetResult Judge(Results results)
    {
        var figure = Figure(results);
        bool? isReached = figure is null ? null : Bound == Bound.AtLeast ? figure.Median >= Value : figure.Median <= Value;
        return new TargetResult(this, figure, isReached);
    }
}
