using System.CommandLine;
using System.Globalization;

namespace AgentKit.Cli;

/// <summary><c>tools stats</c>: calls, failures and durations of each tool.</summary>
internal static class ToolsStatsCommand
{
    public static Command Create(Frame frame)
    {
        var from = Given.Time("--from", "Only runs since");
        var to = Given.Time("--to", "Only runs before");
        return frame.Handle(
            new Command("stats", "Counts calls, failures and durations of each tool. Reads every tool run of the time asked for.") { from, to },
            (call, cancellationToken) => RunAsync(call, call.Parsed.GetValue(from), call.Parsed.GetValue(to), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, Moment? from, Moment? to, CancellationToken cancellationToken)
    {
        var clock = call.Surroundings.Clock;
        var tools = await call.Get<IToolRunLog>().GetStatisticsAsync(call.Scope, from?.In(clock), to?.In(clock), cancellationToken);
        call.Output.Write(new Page<ToolStatistics>(tools, Next: null), CliJson.Default.PageToolStatistics, console => Listing.Write(
            console,
            tools,
            new("TOOL", tool => tool.ToolName) { Least = 16 },
            new("CALLS", tool => Words.Number(tool.Count)) { IsNumber = true },
            new("FAILED", tool => Words.Number(tool.Failures)) { IsNumber = true, Style = tool => tool.Failures > 0 ? Looks.Bad : Looks.Quiet },
            new("RATE", Rate) { IsNumber = true, Rank = 1 },
            new("MEDIAN", tool => Words.Duration(tool.Median)) { IsNumber = true },
            new("95 %", tool => Words.Duration(tool.Percentile95)) { IsNumber = true }));
        return ExitCode.Done;
    }

    private static string Rate(ToolStatistics tool) =>
        tool.Count == 0 ? "" : ((double)tool.Failures / tool.Count).ToString("0.0 %", CultureInfo.InvariantCulture);
}
