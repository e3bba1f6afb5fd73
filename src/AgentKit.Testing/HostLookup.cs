namespace AgentKit.Testing;

/// <summary>What is looked at on this machine to find a PostgreSQL; tests put something else in its place.</summary>
internal sealed record HostLookup
{
    public const string ConnectionStringVariable = "AGENTKIT_TEST_CONNECTION_STRING";
    public const string BinDirectoryVariable = "AGENTKIT_POSTGRES_BIN";

    public static HostLookup Machine { get; } = new()
    {
        Variable = Environment.GetEnvironmentVariable,
        UsualFolders = OperatingSystem.IsWindows()
            ? [@"C:\Program Files\PostgreSQL\*\bin"]
            :
            [
                "/usr/lib/postgresql/*/bin",
                "/usr/pgsql-*/bin",
                "/usr/local/pgsql/bin",
                "/opt/homebrew/opt/postgresql@*/bin",
                "/usr/local/opt/postgresql@*/bin",
                "/Applications/Postgres.app/Contents/Versions/*/bin",
            ],
    };

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Folders of server programs; one part of each may hold a <c>*</c>.</summary>
    public required IReadOnlyList<string> UsualFolders { get; init; }

    /// <summary>The value of a variable; one that is set to nothing counts as not set.</summary>
    public string? Value(string variable) => Variable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
