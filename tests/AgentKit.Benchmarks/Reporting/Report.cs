using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Targets;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>A run, ready to be shown in any form.</summary>
internal sealed record Report(
    string Name, DateTimeOffset At, Machine Machine, Effort Effort, Results Results, IReadOnlyList<TargetResult> Targets)
{
    public IEnumerable<Comparison> Comparisons => Results.Scenarios.SelectMany(scenario => scenario.Comparisons);

    public IEnumerable<KeyValuePair<string, Statistic>> Figures => Results.Scenarios.SelectMany(scenario => scenario.Figures);

    public IEnumerable<string> Missing => Results.Scenarios.SelectMany(scenario => scenario.Missing);
}
