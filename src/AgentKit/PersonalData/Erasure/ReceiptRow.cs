namespace AgentKit;

/// <summary>A row of <c>erasure_receipts</c>, as Dapper maps it by name.</summary>
internal sealed record ReceiptRow
{
    public const string Removed = "removed";
    public const string Pseudonymized = "pseudonymized";

    public string TableName { get; init; } = "";

    public string Action { get; init; } = "";

    public long RowCount { get; init; }

    public DateTimeOffset ErasedAt { get; init; }
}
