namespace AgentKit.Quickstart;

/// <summary>What the program says to the shell.</summary>
internal static class ExitCode
{
    /// <summary>What was stored was read back equal. Input that was skipped does not change it: the report names it.</summary>
    public const int Equal = 0;

    /// <summary>Wrong arguments, nothing to store, or no PostgreSQL.</summary>
    public const int CouldNotRun = 1;

    /// <summary>Something was read back differently.</summary>
    public const int Different = 2;

    /// <summary>Ctrl+C or a request to end; the number is what shells expect.</summary>
    public const int Stopped = 130;
}
