using System.CommandLine;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Scenarios;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary><c>scale</c>: how cost grows with what is stored and with who asks.</summary>
internal static class ScaleCommand
{
    public static Command Create() => MeasuringCommand.Create(new Measurement(
        "scale",
        "Measures how cost grows with turns, workspaces and clients, and through PgBouncer. It fills databases of up to ten million turns.",
        ScenarioList.Scale,
        Effort.Series));
}
