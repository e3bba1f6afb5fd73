using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>One thing that is measured. A new one is a file here, a line in <see cref="ScenarioList"/>, and its targets.</summary>
internal interface IScenario
{
    /// <summary>How it is called on the command line.</summary>
    string Name { get; }

    Task<ScenarioResult> RunAsync(BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken);
}
