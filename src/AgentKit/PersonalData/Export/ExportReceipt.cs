namespace AgentKit;

/// <summary>What an export holds.</summary>
public sealed record ExportReceipt
{
    /// <summary>When it began, by the host's clock; as in its first line.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>How many rows of each table; as in its last line. Every table of personal data is there, also with none.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>How long it is, with its first and last line.</summary>
    public required long Bytes { get; init; }
}
