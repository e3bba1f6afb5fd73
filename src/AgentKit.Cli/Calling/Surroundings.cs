namespace AgentKit.Cli;

/// <summary>The world around the tool, so that it can be run inside another process as well.</summary>
internal sealed record Surroundings
{
    /// <summary>What reads a pipe wants whole lines.</summary>
    public const int PlainWidth = 10_000;

    private const int NarrowestTerminal = 40;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Opened only where something is asked: that alone changes the mode of a terminal.</summary>
    public required Func<TextReader> Input { get; init; }

    /// <summary>Whether a person looks at the output: then it is fitted to <see cref="Width"/>.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether somebody can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Whether a person looks at the messages, so that one may be written over.</summary>
    public bool ShowsProgress { get; init; }

    public bool HasColors { get; init; }

    public int Width { get; init; } = PlainWidth;

    public Func<string, string?> Variable { get; init; } = _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static Surroundings OfTheProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new Surroundings
        {
            Output = Console.Out,
            Error = Console.Error,
            Input = () => Console.In,
            IsTerminal = isTerminal,
            ShowsProgress = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            // See no-color.org: set and not empty.
            HasColors = isTerminal
                && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = isTerminal ? Math.Max(NarrowestTerminal, TerminalWidth()) : PlainWidth,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80; // a terminal that does not say
        }
    }
}
