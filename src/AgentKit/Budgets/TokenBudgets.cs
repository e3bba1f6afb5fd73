namespace AgentKit;

/// <summary>Token budgets of agents, as a statement takes them: two columns of the same length.</summary>
internal sealed record TokenBudgets(string[] AgentIds, long[] Limits);
