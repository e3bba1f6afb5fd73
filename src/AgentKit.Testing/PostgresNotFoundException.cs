namespace AgentKit.Testing;

/// <summary>There is no PostgreSQL to throw away: the message says where it was looked for and how to install it.</summary>
public sealed class PostgresNotFoundException : Exception
{
    internal PostgresNotFoundException(string message, IReadOnlyList<string> lookedIn, string installCommand)
        : base(message)
    {
        LookedIn = lookedIn;
        InstallCommand = installCommand;
    }

    /// <summary>The places that were tried, in that order, each with what was found there.</summary>
    public IReadOnlyList<string> LookedIn { get; }

    /// <summary>The command that installs PostgreSQL on this operating system.</summary>
    public string InstallCommand { get; }
}
