using Spectre.Console;

namespace AgentKit.Approvals.Reporting;

/// <summary>Where a report goes: to a terminal in colour, into a pipe or file as plain text.</summary>
internal static class Terminal
{
    /// <summary>What reads a pipe wants whole lines.</summary>
    private const int PlainWidth = 10_000;

    public static IAnsiConsole Open() => Console.IsOutputRedirected ? Plain(Console.Out) : AnsiConsole.Console;

    /// <summary>No escape codes and no line breaks, whatever the environment says about colours.</summary>
    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = PlainWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
