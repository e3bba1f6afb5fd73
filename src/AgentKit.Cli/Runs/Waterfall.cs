using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>What ran when, as bars on one time line: what waited for what, what took long, what failed.</summary>
internal static class Waterfall
{
    private const int LongestName = 24;
    private const int LongestNote = 24;
    private const int NarrowestBars = 10;
    private const int PlainBars = 40;

    public static void Write(IAnsiConsole console, Surroundings surroundings, RunTimeline timeline)
    {
        var spans = SpansOf(timeline).Select(span => span with { Name = Words.Line(span.Name), Note = Words.Line(span.Note) }).ToArray();
        var begin = spans.Min(span => span.Begin);
        var end = Later(spans.Max(span => span.End ?? span.Begin), timeline.Run.CompletedAt ?? surroundings.Clock.GetUtcNow());
        var names = Math.Min(LongestName, spans.Max(span => Cell.Width(span.Name)));
        var notes = surroundings.IsTerminal ? Math.Min(LongestNote, spans.Max(span => Cell.Width(span.Note))) : 0;
        var took = spans.Max(span => Took(span).Length);
        var bars = surroundings.IsTerminal
            ? Math.Max(NarrowestBars, console.Profile.Width - names - took - notes - 6)
            : PlainBars;

        console.WriteLine();
        var scale = $"{new string(' ', names + 2)}0{Words.Duration(end - begin).PadLeft(bars - 1)}";
        console.Write(new Text($"{scale}\n", Looks.Quiet));
        foreach (var span in spans)
        {
            var bar = Bar(span, begin, end, bars);
            var note = notes == 0 ? span.Note : Cell.Cut(span.Note, notes);
            var rest = $"  {Took(span).PadLeft(took)}".TrimEnd();
            console.Write(new Paragraph()
                .Append(Pad(Cell.Cut(span.Name, names), names + 2))
                .Append(rest.Length + note.Length == 0 ? bar.TrimEnd() : bar, span.Style)
                .Append(note.Length == 0 ? rest : rest.PadRight(took + 2))
                .Append(note.Length == 0 ? "\n" : $"  {note}\n", Looks.Quiet));
        }
    }

    private static IEnumerable<Span> SpansOf(RunTimeline timeline) =>
    [
        Span.Of(timeline.Run, "run"),
        .. timeline.Turns.Select(Span.Of)
            .Concat(timeline.ToolRuns.Select(Span.Of))
            .Concat(timeline.Children.Select(child => Span.Of(child, $"run {child.AgentId}")))
            .OrderBy(span => span.Begin),
    ];

    /// <summary>A bar is never nothing; what has no end yet goes on to the right.</summary>
    private static string Bar(Span span, DateTimeOffset begin, DateTimeOffset end, int width)
    {
        var total = Math.Max(1, (end - begin).Ticks);
        var first = (int)Math.Clamp((span.Begin - begin).Ticks * width / total, 0, width - 1);
        var last = (int)Math.Clamp(((span.End ?? end) - begin).Ticks * width / total, first + 1, width);
        var length = last - first;
        var bar = span.End is null ? new string('█', length - 1) + '▶' : span.End == span.Begin ? "│" : new string('█', length);
        return (new string(' ', first) + bar).PadRight(width);
    }

    private static string Took(Span span) => span.End == span.Begin ? "" : Words.Duration(span.End - span.Begin);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Cell.Width(text)));
}
