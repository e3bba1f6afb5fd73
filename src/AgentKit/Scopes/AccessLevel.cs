namespace AgentKit;

/// <summary>What a scope may read and write inside its workspace. Enforced by the database, row by row.</summary>
public enum AccessLevel
{
    /// <summary>Reads and writes the user's own rows, and no others.</summary>
    User = 0,

    /// <summary>Reads every row of the workspace; writes the user's own rows.</summary>
    Admin = 1,

    /// <summary>Reads and writes every row of one workspace: background workers and the host's own services.</summary>
    Service = 2,
}
