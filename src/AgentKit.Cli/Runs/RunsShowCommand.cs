using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>runs show</c>: what happened in a run, on a time line.</summary>
internal static class RunsShowCommand
{
    private const int MostRows = 1000;

    public static Command Create(Frame frame)
    {
        var run = Given.Id("run", "The id of the run.");
        return frame.Handle(
            new Command("show", "Shows a run as a time line of turns, tool runs and runs that it started.") { run },
            (call, cancellationToken) => RunAsync(call, call.Parsed.GetValue(run), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, Guid runId, CancellationToken cancellationToken)
    {
        var runs = call.Get<IRunStore>();
        var run = await runs.GetAsync(call.Scope, runId, cancellationToken);
        var toolRuns = await call.Get<IToolRunLog>().ListAsync(
            call.Scope, new ToolRunFilter { RunId = runId, Limit = MostRows }, cancellationToken);
        var children = await runs.ListAsync(call.Scope, new RunFilter { ParentRunId = runId, Limit = MostRows }, cancellationToken);
        var turns = await new RunTurns(call.Get<IChangeFeed>(), call.Get<ISessionStore>(), call.Scope, run).ReadAsync(cancellationToken);

        var shown = new RunTimeline(run, turns, [.. toolRuns.Items.Reverse()], [.. children.Items.Reverse()]);
        call.Output.Write(shown, CliJson.Default.RunTimeline, console =>
        {
            RunHead.Write(console, run);
            Waterfall.Write(console, call.Surroundings, shown);
        });
        return ExitCode.Done;
    }
}
