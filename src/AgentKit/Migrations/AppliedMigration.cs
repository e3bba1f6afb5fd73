namespace AgentKit;

/// <summary>A row of <c>schema_migrations</c>.</summary>
internal sealed record AppliedMigration
{
    public int Version { get; init; }

    public string Name { get; init; } = "";

    public string Checksum { get; init; } = "";

    public bool IsBreaking { get; init; }

    public DateTime AppliedAt { get; init; }

    public DateTimeOffset AppliedAtInstant => new(AppliedAt);
}
