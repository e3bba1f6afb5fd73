using System.CommandLine;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Reporting;
using AgentKit.Benchmarks.Scenarios;
using AgentKit.Benchmarks.Server;
using Spectre.Console;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary>A command that runs scenarios on a server of its own and reports what they found.</summary>
internal static class MeasuringCommand
{
    private static readonly string Project = Path.Combine("tests", "AgentKit.Benchmarks");

    public static Command Create(Measurement measurement)
    {
        var quick = new Option<bool>("--quick") { Description = "A look within a minute; the spread says how much it is worth." };
        var peers = new Option<bool>("--peers") { Description = "Also LangGraph and Mastra, where node is installed. Their packages come from npm." };
        var only = new Option<string[]>("--only") { Description = "Only these scenarios.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--output")
        {
            Description = "The folder for JSON, Markdown and pictures.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "benchmarks"),
        };
        var publish = new Option<bool>("--publish") { Description = $"Bring {Project} up to date: the README's results and pictures." };
        var data = DataFolder.Option();
        only.AcceptOnlyFromAmong([.. measurement.Scenarios.Concat(measurement.Peers).Select(scenario => scenario.Name)]);

        var command = new Command(measurement.Name, measurement.Description) { quick, only, output, publish, data };
        if (measurement.Peers.Count > 0)
        {
            command.Add(peers);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(
            measurement,
            new MeasuringSettings(
                parsed.GetValue(quick),
                parsed.GetValue(peers),
                parsed.GetValue(only) ?? [],
                parsed.GetValue(output)!,
                parsed.GetValue(publish),
                parsed.GetValue(data)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Measurement measurement, MeasuringSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Publish && !File.Exists(Path.Combine(Project, "README.md")))
        {
            await Console.Error.WriteLineAsync("--publish is to be called from the root of the repository.");
            return 1;
        }

        var console = ConsoleReport.Open();
        var report = await console.Status().StartAsync("Starting PostgreSQL", status => MeasureAsync(
            measurement, settings, text => Report(console, status, text), cancellationToken));
        ConsoleReport.Write(console, report);
        await ReportFiles.WriteAsync(report, settings.Output, cancellationToken);
        console.WriteLine($"JSON, Markdown and pictures are in {settings.Output}.");
        if (settings.Publish)
        {
            await ReportFiles.PublishAsync(report, Project, cancellationToken);
        }

        return report.Results.Scenarios.Any(scenario => scenario.HasFailed) ? 1 : 0;
    }

    /// <summary>One that fails does not take with it what the others have found.</summary>
    private static async Task<ScenarioResult> RunAsync(
        IScenario scenario, BenchmarkServer server, Effort effort, Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            return await scenario.RunAsync(server, effort, report, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested) // whatever it is, it is reported
        {
            return new ScenarioResult(scenario.Name)
            {
                HasFailed = true,
                Missing = [$"{scenario.Name} failed: {exception.GetType().Name}: {exception.Message}"],
            };
        }
    }

    private static async Task<Report> MeasureAsync(
        Measurement measurement, MeasuringSettings settings, Action<string> report, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(settings.DataFolder, cancellationToken);
        var effort = settings.Quick ? Effort.Quick : measurement.Effort;
        var scenarios = measurement.Scenarios
            .Concat(measurement.Peers.Where(peer => settings.Peers || settings.Only.Contains(peer.Name)))
            .Where(scenario => settings.Only.Count == 0 || settings.Only.Contains(scenario.Name));

        var found = new List<ScenarioResult>();
        foreach (var scenario in scenarios)
        {
            found.Add(await RunAsync(scenario, server, effort, report, cancellationToken));
        }

        var results = new Results(found);
        return new Report(
            measurement.Name,
            TimeProvider.System.GetLocalNow(),
            Machine.Of(server),
            effort,
            results,
            [.. measurement.Targets.Select(target => target.Judge(results))]);
    }

    /// <summary>A pipe gets nothing in between: only the report.</summary>
    private static void Report(IAnsiConsole console, StatusContext status, string text)
    {
        if (console.Profile.Capabilities.Interactive)
        {
            status.Status(Markup.Escape(text));
        }
    }
}
