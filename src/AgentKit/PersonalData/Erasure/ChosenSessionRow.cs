namespace AgentKit;

/// <summary>A session that is locked to be removed, and how much it is, as Dapper maps it by name.</summary>
internal sealed record ChosenSessionRow
{
    public Guid Id { get; init; }

    /// <summary>How many turns or commits, whichever are more.</summary>
    public long Size { get; init; }
}
