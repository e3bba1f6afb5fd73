using AgentKit.Benchmarks.Measuring;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>What a scenario found.</summary>
/// <param name="Scenario">Its name.</param>
internal sealed record ScenarioResult(string Scenario)
{
    /// <summary>Variants that were compared, by number of clients.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>Single figures, each with its own meaning.</summary>
    public IReadOnlyDictionary<string, Statistic> Figures { get; init; } = new Dictionary<string, Statistic>();

    /// <summary>Whether it broke off.</summary>
    public bool HasFailed { get; init; }

    /// <summary>What could not be run, and why.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
