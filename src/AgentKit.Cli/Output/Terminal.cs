using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>A terminal gets colours and its width; a pipe or file plain text in whole lines.</summary>
internal static class Terminal
{
    public static IAnsiConsole Open(Surroundings surroundings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = surroundings.HasColors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = surroundings.HasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(surroundings.Output),
        });
        console.Profile.Width = surroundings.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
