using System.Text;
using Spectre.Console;

namespace AgentKit.Quickstart.Reporting;

/// <summary>Where the report goes: to a terminal in colour, into a pipe or file as plain text.</summary>
internal static class Terminal
{
    private const int PlainWidth = 100;

    public static IAnsiConsole Open()
    {
        Console.OutputEncoding = Encoding.UTF8;
        return Console.IsOutputRedirected ? Plain(Console.Out) : AnsiConsole.Console;
    }

    /// <summary>No escape codes, no animation, one width, whatever the environment says about colours.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
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
