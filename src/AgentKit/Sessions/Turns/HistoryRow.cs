namespace AgentKit;

/// <summary>A turn of a history, or its summary, whose number is the last turn that it stands for.</summary>
internal sealed record HistoryRow : TurnRow
{
    public bool IsSummary { get; init; }

    /// <summary>The history that rows are of: the summary first, if there is one.</summary>
    public static SessionHistory ToHistory(List<HistoryRow> rows)
    {
        var summary = rows is [{ IsSummary: true } row, ..]
            ? new SessionSummary(row.TurnNumber, row.ToTurn() with { Number = 0 })
            : null;
        IReadOnlyList<Turn> turns = [.. rows.Where(turn => !turn.IsSummary).Select(turn => turn.ToTurn())];
        var omitted = turns.Count == 0 ? 0 : turns[0].Number - 1 - (summary?.ThroughTurn ?? 0);
        return new SessionHistory(summary, turns, omitted);
    }
}
