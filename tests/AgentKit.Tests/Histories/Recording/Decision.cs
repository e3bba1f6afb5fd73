namespace AgentKit.Tests.Histories.Recording;

/// <summary>What one commit is to change.</summary>
/// <param name="OperationId">The operation; its turns carry it as their text.</param>
internal sealed record Decision(Guid OperationId)
{
    /// <summary>The version that it was decided on; none for an append.</summary>
    public long? DecidedOn { get; init; }

    /// <summary>How many turns it appends, each with one input token.</summary>
    public int Turns { get; init; }

    /// <summary>Output tokens that it counts besides.</summary>
    public long Tokens { get; init; }

    /// <summary>What the counter of the state becomes: one more than was read.</summary>
    public int? Counter { get; init; }

    public SessionStatus? Status { get; init; }

    /// <summary>The lease of the run that it is for.</summary>
    public RunLease? Run { get; init; }

    /// <summary>The reservation that it settles.</summary>
    public Guid? ReservationId { get; init; }

    /// <summary>All tokens that it adds to the totals.</summary>
    public long TotalTokens => Turns + Tokens;

    public string TextOf(int turn) => $"{OperationId:N}/{turn}";

    public SessionCommit ToCommit() => new()
    {
        OperationId = OperationId,
        Turns = [.. Enumerable.Range(0, Turns).Select(turn => Turn.Assistant(TextOf(turn), new Usage { InputTokens = 1 }))],
        Usage = new Usage { OutputTokens = Tokens },
        Data = Counter is { } counter ? new() { ["counter"] = counter } : [],
        Status = Status,
        Run = Run,
        ReservationId = ReservationId,
    };
}
