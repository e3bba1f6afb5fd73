using AgentKit.Benchmarks.Measuring;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>All that a run has found.</summary>
internal sealed record Results(IReadOnlyList<ScenarioResult> Scenarios)
{
    public Comparison? Comparison(string scenario, int clients) =>
        Find(scenario)?.Comparisons.FirstOrDefault(comparison => comparison.Clients == clients);

    public Statistic? Ratio(string scenario, int clients, string variant, string other) =>
        Comparison(scenario, clients)?.Ratio(variant, other);

    public Statistic? Figure(string scenario, string figure) => Find(scenario)?.Figures.GetValueOrDefault(figure);

    private ScenarioResult? Find(string scenario) => Scenarios.FirstOrDefault(result => result.Scenario == scenario);
}
