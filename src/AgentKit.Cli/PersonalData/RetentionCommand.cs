using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>retention</c>: removes what has been kept for long enough.</summary>
internal static class RetentionCommand
{
    public static Command Create(Frame frame)
    {
        var sessions = Given.Ages(
            "--sessions", "Whole sessions, by status: closed=365d archived=90d. May be given several times.", Enum.GetValues<SessionStatus>());
        var tasks = Given.Ages(
            "--tasks", "Tasks that are over: completed=90d.", AgentTaskStatus.Completed, AgentTaskStatus.Failed, AgentTaskStatus.Canceled);
        var toolRuns = Given.Ages(
            "--tool-runs", "Tool runs that are over: succeeded=30d.", ToolRunStatus.Succeeded, ToolRunStatus.Failed, ToolRunStatus.Canceled);
        var archivedTurns = Given.Age("--archived-turns", "Turns that were taken back: 30d.");
        var events = Given.Age("--events", "Events: 30d.");
        var accessLog = Given.Age("--access-log", "Records of what admins looked at: 365d.");
        var command = new Command("retention", "Removes from a workspace what is older than allowed; what is not named is kept for ever.")
        {
            sessions, tasks, toolRuns, archivedTurns, events, accessLog,
        };
        var confirmation = new Confirmation().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            new RetentionPolicy
            {
                Sessions = call.Parsed.GetRequiredValue(sessions),
                Tasks = call.Parsed.GetRequiredValue(tasks),
                ToolRuns = call.Parsed.GetRequiredValue(toolRuns),
                ArchivedTurns = call.Parsed.GetValue(archivedTurns),
                Events = call.Parsed.GetValue(events),
                AccessLog = call.Parsed.GetValue(accessLog),
            },
            confirmation,
            cancellationToken));
    }

    private static async Task<int> RunAsync(
        Call call, RetentionPolicy policy, Confirmation confirmation, CancellationToken cancellationToken)
    {
        var losses = new RetentionLosses(call, policy);
        if (losses.IsEmpty)
        {
            throw new UsageException("Nothing is named to be removed: give --sessions, --tasks, --tool-runs, --archived-turns, --events or --access-log.");
        }

        await confirmation.AskAsync(call, await losses.DescribeAsync(cancellationToken), cancellationToken);
        Dictionary<string, long> removed = new(StringComparer.Ordinal);
        RetentionReceipt receipt;
        do
        {
            receipt = await call.Get<IRetention>().ApplyAsync(call.Scope, policy, cancellationToken);
            foreach (var (table, rows) in receipt.Removed)
            {
                removed[table] = removed.GetValueOrDefault(table) + rows;
            }
        }
        while (receipt.HasMore);

        call.Output.Write(receipt with { Removed = removed }, CliJson.Default.RetentionReceipt, console => RowCounts.Write(console, "REMOVED", removed));
        return ExitCode.Done;
    }
}
