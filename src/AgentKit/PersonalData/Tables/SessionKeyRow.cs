namespace AgentKit;

/// <summary>Which session, and whose, as Dapper maps it by name.</summary>
internal sealed record SessionKeyRow
{
    public Guid Id { get; init; }

    public string? UserId { get; init; }
}
