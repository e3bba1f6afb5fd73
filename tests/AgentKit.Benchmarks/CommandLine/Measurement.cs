using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Targets;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary>What a command measures.</summary>
/// <param name="Name">The command's, and that of its results in the README.</param>
/// <param name="Description">Of the command.</param>
/// <param name="Scenarios">In the order in which they are reported.</param>
/// <param name="Effort">Of a run that is not just a look.</param>
internal sealed record Measurement(string Name, string Description, IReadOnlyList<IScenario> Scenarios, Effort Effort)
{
    /// <summary>Scenarios for those who ask for them.</summary>
    public IReadOnlyList<IScenario> Peers { get; init; } = [];

    public IReadOnlyList<Target> Targets { get; init; } = [];
}
