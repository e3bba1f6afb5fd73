using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>The tool runs of one session as bars on its time line: what ran when, what ran at once, what failed.</summary>
internal static class ToolTimeline
{
    private const int MaxRuns = 20;
    private const int MaxName = 26;
    private const int OtherColumns = 34;
    private const int MinBars = 12;
    private const int MaxBars = 60;

    public static void Write(IAnsiConsole console, IReadOnlyList<ToolRun> runs)
    {
        Heading.Part(console, "Its tool runs");
        var timed = runs.Where(run => run.StartedAt is not null && run.CompletedAt is not null).Take(MaxRuns).ToList();
        if (timed.Count == 0)
        {
            console.WriteLine("None.");
            return;
        }

        var begin = timed.Min(run => run.StartedAt!.Value);
        var total = timed.Max(run => run.CompletedAt!.Value) - begin;
        var longestName = timed.Max(run => Words.Short(run.ToolName, MaxName).Length);
        var width = Math.Clamp(console.Profile.Width - longestName - OtherColumns, MinBars, MaxBars);
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }
            .AddColumns(new TableColumn("tool").NoWrap(), new TableColumn("bar").NoWrap())
            .AddColumns(new TableColumn("start").RightAligned().NoWrap(), new TableColumn("duration").RightAligned().NoWrap())
            .AddColumn(new TableColumn("status").NoWrap());
        foreach (var run in timed)
        {
            table.AddRow(
                new Text(Words.Short(run.ToolName, MaxName)),
                Bar(run, begin, total, width),
                new Text($"+{Words.Milliseconds(run.StartedAt - begin)}", new Style(Color.Grey)),
                new Text(Words.Milliseconds(run.Duration)),
                run.Status == ToolRunStatus.Succeeded ? Text.Empty : new Text(run.Status.ToString().ToLowerInvariant(), StyleOf(run)));
        }

        console.Write(table);
        if (runs.Count > timed.Count)
        {
            console.Write(new Text($"… and {Words.Count(runs.Count - timed.Count, "more run")}\n", new Style(Color.Grey)));
        }
    }

    private static Paragraph Bar(ToolRun run, DateTimeOffset begin, TimeSpan total, int width)
    {
        var scale = width / Math.Max(1, (double)total.Ticks);
        var start = Math.Min(width - 1, (int)((run.StartedAt!.Value - begin).Ticks * scale));
        var length = Math.Clamp((int)Math.Round(run.Duration!.Value.Ticks * scale), 1, width - start);
        var track = new Style(Color.Grey);
        return new Paragraph()
            .Append(new string('·', start), track)
            .Append(new string('█', length), StyleOf(run))
            .Append(new string('·', width - start - length), track);
    }

    private static Style StyleOf(ToolRun run) => new(run.Status switch
    {
        ToolRunStatus.Succeeded => Color.Green,
        ToolRunStatus.Failed => Color.Red,
        _ => Color.Grey,
    });
}
