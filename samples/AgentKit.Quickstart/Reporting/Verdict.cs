using AgentKit.Quickstart.Loading;
using AgentKit.Quickstart.Reading;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>The last lines: what was left out, and whether the rest came back as it went in.</summary>
internal static class Verdict
{
    private const int MaxLines = 20;

    public static void Write(IAnsiConsole console, ReadBackResult result, IReadOnlyList<SkippedInput> skipped)
    {
        WriteSkipped(console, skipped);
        Heading.Part(console, "Verdict");
        WriteSome(console, result.Differences, Color.Red);
        var counts = $"{Words.Count(result.Messages, "message")} and {Words.Count(result.ToolCalls, "tool call")} read back equal"
            + (skipped.Count == 0 ? "" : $"; {skipped.Count:N0} skipped, see above");
        console.Write(result.IsEqual
            ? new Text($"✓ {counts}\n", new Style(Color.Green))
            : new Text($"✗ only {counts}; {Words.Count(result.Differences.Count, "difference")}\n", new Style(Color.Red)));
    }

    public static void WriteSkipped(IAnsiConsole console, IReadOnlyList<SkippedInput> skipped)
    {
        if (skipped.Count == 0)
        {
            return;
        }

        Heading.Part(console, $"Skipped: {skipped.Count:N0}");
        WriteSome(console, [.. skipped.Select(input => $"{input.Source} {input.Problem}")], Color.Yellow);
    }

    private static void WriteSome(IAnsiConsole console, IReadOnlyList<string> lines, Color color)
    {
        foreach (var line in lines.Take(MaxLines))
        {
            console.Write(new Text(Words.Short(line, 300) + "\n", new Style(color)));
        }

        if (lines.Count > MaxLines)
        {
            console.WriteLine($"… and {lines.Count - MaxLines:N0} more");
        }
    }
}
