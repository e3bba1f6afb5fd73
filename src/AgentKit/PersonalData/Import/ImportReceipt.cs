namespace AgentKit;

/// <summary>What an import came to.</summary>
public sealed record ImportReceipt
{
    /// <summary>How many rows of each table; every table of personal data is there, also with none.</summary>
    public required IReadOnlyDictionary<string, ImportedRows> Rows { get; init; }

    /// <summary>How many rows stand without a link that they had, because what it led to is neither in the file nor in the workspace.</summary>
    public required long LinksCut { get; init; }
}
