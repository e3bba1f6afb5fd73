namespace AgentKit.Testing;

/// <summary>
/// PostgreSQL was found, but could not be made to run or to take a new database. Whatever had been started or created until then has
/// been removed again.
/// </summary>
public sealed class PostgresStartException : Exception
{
    internal PostgresStartException(string message, string? command = null, string? log = null, Exception? innerException = null)
        : base(Compose(message, command, log), innerException)
    {
        Command = command;
        Log = log;
    }

    /// <summary>The command line that failed; <see langword="null"/> where it was not a command that failed.</summary>
    public string? Command { get; }

    /// <summary>What the command printed and the last lines of the server's log; <see langword="null"/> where there is neither.</summary>
    public string? Log { get; }

    private static string Compose(string message, string? command, string? log)
    {
        if (command is not null)
        {
            message += $"{Environment.NewLine}Command: {command}";
        }

        return string.IsNullOrWhiteSpace(log) ? message : $"{message}{Environment.NewLine}{log.Trim()}";
    }
}
