namespace AgentKit;

/// <summary>What a database already has of what AgentKit needs, seen from the login.</summary>
internal sealed record DatabaseState
{
    public string Login { get; init; } = "";

    public string Database { get; init; } = "";

    public bool RoleExists { get; init; }

    public bool MayBecomeRole { get; init; }

    public bool SchemaExists { get; init; }

    public bool SchemaHasRelations { get; init; }

    public bool LedgerExists { get; init; }

    public bool MayReadLedger { get; init; }
}
