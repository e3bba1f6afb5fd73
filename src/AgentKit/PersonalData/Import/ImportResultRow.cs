namespace AgentKit;

/// <summary>What the rows of one table in a batch came to, as Dapper maps it by name. Ordinals begin with 1.</summary>
internal sealed record ImportResultRow
{
    public long Inserted { get; init; }

    /// <summary>The first row that does not fit what is there.</summary>
    public long? Refused { get; init; }

    /// <summary>The rows that stand without a link that they had.</summary>
    public long[] Cut { get; init; } = [];
}
