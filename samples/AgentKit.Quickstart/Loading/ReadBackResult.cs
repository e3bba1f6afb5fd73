namespace AgentKit.Quickstart.Loading;

/// <summary>How what was read back compares with the files.</summary>
/// <param name="Messages">How many messages came back equal.</param>
/// <param name="ToolCalls">How many tool calls were audited exactly once, with equal input and outcome.</param>
/// <param name="Differences">Everything else.</param>
internal sealed record ReadBackResult(int Messages, int ToolCalls, IReadOnlyList<string> Differences)
{
    public bool IsEqual => Differences.Count == 0;
}
