namespace AgentKit;

/// <summary>What an erasure has removed, over all calls with its id. It stays in the database, where it says nothing of whom.</summary>
public sealed record ErasureReceipt
{
    /// <summary>The id of the erasure; after <c>erased:</c> also the pseudonym that stands for the person in rows of others.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the last row was removed, by the host's clock; <see langword="null"/> if there was none.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>How many rows were removed, by table; tables of which none was are not there.</summary>
    public required IReadOnlyDictionary<string, long> Removed { get; init; }

    /// <summary>In how many rows of others the pseudonym stands now, by table; empty for those who erase themselves.</summary>
    public required IReadOnlyDictionary<string, long> Pseudonymized { get; init; }
}
