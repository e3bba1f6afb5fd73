using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Text in lines that fit, broken between words where that goes, and without blanks at their ends.</summary>
internal static class Wrap
{
    public static void Write(IAnsiConsole console, string text, int indent, Style style) =>
        Write(console, Lines(text, console.Profile.Width - indent), indent, style);

    public static void Write(IAnsiConsole console, IEnumerable<string> lines, int indent, Style style)
    {
        foreach (var line in lines)
        {
            console.Write(new Paragraph()
                .Append(line.Length == 0 ? "" : new string(' ', indent))
                .Append($"{line}\n", style));
        }
    }

    public static IReadOnlyList<string> Lines(string text, int width) =>
        [.. text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).Split('\n').SelectMany(line => Break(line, Math.Max(1, width)))];

    private static IEnumerable<string> Break(string line, int width)
    {
        var text = line.TrimEnd();
        var start = 0;
        while (start + Cell.Fitting(text, start, width) is var full && full < text.Length)
        {
            var space = text.LastIndexOf(' ', full, full - start + 1); // it may be the one behind what fits
            var end = space > start && !string.IsNullOrWhiteSpace(text[start..space]) ? space : full;
            yield return text[start..end].TrimEnd();
            for (start = end; text[start] == ' '; start++)
            {
            }
        }

        yield return text[start..];
    }
}
