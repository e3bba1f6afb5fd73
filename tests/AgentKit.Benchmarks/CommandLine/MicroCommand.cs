using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary><c>micro</c>: the parts inside the process, by BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "A few iterations only." };
        var command = new Command("micro", "Measures the parts inside the process: JSON, mapping, parameters.") { quick };
        command.SetAction(parsed => Run(parsed.GetValue(quick)));
        return command;
    }

    private static int Run(bool quick)
    {
        // In this process: no project is generated and built, whose settings would be those of the solution.
        var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig.Instance
            .AddJob(job)
            .WithArtifactsPath(Path.Combine("artifacts", "benchmarks", "micro"))
            .WithOptions(ConfigOptions.JoinSummary);
        BenchmarkRunner.Run(typeof(MicroCommand).Assembly, config);
        return 0;
    }
}
