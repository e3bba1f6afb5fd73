using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Says what became of the files: problems first, each in a line with its place, then the counts.</summary>
internal static class ImportText
{
    public static void Write(Call call, List<ImportReport> reports, bool isDryRun)
    {
        foreach (var problem in reports.SelectMany(report => report.Problems))
        {
            call.Output.Message(problem.ToString());
        }

        call.Output.Write(new Page<ImportReport>(reports, Next: null), CliJson.Default.PageImportReport, console =>
        {
            foreach (var report in reports.Where(report => report.Format is not null))
            {
                console.WriteLine(Words.Line($"{report.File}: {(isDryRun ? Found(report) : Done(report))}."));
            }
        });
    }

    private static string Found(ImportReport report) =>
        $"{report.Format}, {Count(report.Conversations, "conversation")} with {Count(report.Turns, "turn")}"
        + (report.ToolCalls > 0 ? $" and {Count(report.ToolCalls, "tool call")}" : "")
        + $", {Count(report.Problems.Count, "problem")}; nothing was written";

    private static string Done(ImportReport report)
    {
        var rows = report.Format == ConversationFormatNames.Of(ConversationFormat.AgentKit) ? "row" : "turn";
        return $"{report.Format}, {Count(report.Imported, "session")} imported"
            + (report.Continued > 0 ? $", {Words.Number(report.Continued)} continued" : "")
            + $", {Words.Number(report.AlreadyThere)} already there; {Count(report.Written, rows)} written"
            + (report.Problems.Count > 0 ? $"; {Count(report.Problems.Count, "problem")}" : "");
    }

    private static string Count(long count, string what) => $"{Words.Number(count)} {what}{(count == 1 ? "" : "s")}";
}
