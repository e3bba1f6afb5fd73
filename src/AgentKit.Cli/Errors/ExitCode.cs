namespace AgentKit.Cli;

/// <summary>What the tool says to the shell; <see cref="RootHelp"/> lists them for people.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check found problems, or something failed that has no number of its own.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong or incomplete, or a confirmation is missing.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>It is there, and may not or no longer be done: conflict, state, access, budget.</summary>
    public const int Refused = 4;

    public const int Unavailable = 5;

    /// <summary>Ctrl+C or a request to end; the number is what shells expect.</summary>
    public const int Interrupted = 130;
}
