namespace AgentKit;

/// <summary>What one call removed.</summary>
public sealed record RetentionReceipt
{
    /// <summary>How many rows, by table; tables of which none was are not there.</summary>
    public required IReadOnlyDictionary<string, long> Removed { get; init; }

    /// <summary>Whether <see cref="RetentionPolicy.MaxRows"/> ended the call, so that there may be more.</summary>
    public required bool HasMore { get; init; }
}
