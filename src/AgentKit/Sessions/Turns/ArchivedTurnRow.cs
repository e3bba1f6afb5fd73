namespace AgentKit;

/// <summary>A row of <c>archived_turns</c>.</summary>
internal sealed record ArchivedTurnRow : TurnRow
{
    public long ArchivedVersion { get; init; }

    public DateTimeOffset ArchivedAt { get; init; }

    public ArchivedTurn ToArchivedTurn() => new(ToTurn(), ArchivedVersion, ArchivedAt);
}
