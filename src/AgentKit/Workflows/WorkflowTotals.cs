namespace AgentKit;

/// <summary>What a session amounts to, in <c>state.json</c>.</summary>
internal sealed record WorkflowTotals(long Turns, long InputTokens, long OutputTokens, decimal Cost);
