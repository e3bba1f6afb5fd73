namespace AgentKit;

/// <summary>What a batch came to, as Dapper maps it by name.</summary>
internal sealed record CountRow
{
    public long Count { get; init; }

    /// <summary>The last row that it looked at, where it goes by ids.</summary>
    public Guid? LastId { get; init; }
}
