namespace AgentKit;

/// <summary>How many events a statement wrote or removed.</summary>
internal sealed record EventCountRow
{
    public int Count { get; init; }
}
