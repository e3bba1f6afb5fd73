namespace AgentKit.Quickstart.Loading;

/// <summary>A turn that is to be stored.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="IsEstimated">Whether its usage is an estimate.</param>
internal sealed record PlannedTurn(Turn Turn, bool IsEstimated)
{
    /// <summary>The tool calls that the turn asks for.</summary>
    public IReadOnlyList<RecordedCall> Calls { get; init; } = [];

    /// <summary>The turns with their results, which follow it; stored by whoever stored this one.</summary>
    public IReadOnlyList<Turn> Answers { get; init; } = [];

    /// <summary>Whether it is one of those answers.</summary>
    public bool IsAnswer { get; init; }
}
