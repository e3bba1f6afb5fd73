namespace AgentKit;

/// <summary>A turn that was found, or, where it is no match, the last turn that the call has looked at.</summary>
internal sealed record TurnMatchRow : TurnRow
{
    public bool IsMatch { get; init; }

    public Guid SessionId { get; init; }

    public float Rank { get; init; }

    public string? Snippet { get; init; }

    public TurnMatch ToMatch() => new(SessionId, ToTurn(), Rank, Snippet ?? "");

    public Cursor ToCursor() => new(CursorKind.TurnSearch, SessionId, Number: TurnNumber);
}
