namespace AgentKit.Approvals;

/// <summary>What the program says to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Wrong arguments, no connection string, or no PostgreSQL.</summary>
    public const int CouldNotRun = 1;

    /// <summary>The story went differently from how it is told.</summary>
    public const int Different = 2;

    /// <summary>There is no such task or step, or it is not in a state for that: somebody has decided on it already, say.</summary>
    public const int Refused = 3;

    /// <summary>Ctrl+C or a request to end, in the middle of it; the number is what shells expect.</summary>
    public const int Stopped = 130;
}
