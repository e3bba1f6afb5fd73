namespace AgentKit;

/// <summary>A block that asks for a tool, and the turn it is in.</summary>
internal sealed record UnansweredToolCallRow
{
    public long TurnNumber { get; init; }

    public string Block { get; init; } = "";

    /// <summary>The call; <see langword="null"/> for a block that says it is one and is not, which no result could name.</summary>
    public UnansweredToolCall? ToCall() =>
        ContentJson.Deserialize(Block) is [ToolUseBlock use] ? new UnansweredToolCall(TurnNumber, use) : null;
}
