using System.CommandLine;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Targets;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary><c>compare</c>: all scenarios against their baselines, and what became of the targets.</summary>
internal static class CompareCommand
{
    public static Command Create() => MeasuringCommand.Create(new Measurement(
        "compare",
        "Compares AgentKit with raw Npgsql, Dapper, EF Core, pgbench and others.",
        ScenarioList.All,
        Effort.Full)
    {
        Peers = [ScenarioList.Peers],
        Targets = TargetList.All,
    });
}
