namespace AgentKit.Tests.Histories.EndStates;

/// <summary>The budget of a session.</summary>
internal sealed record StoredBudget(Guid SessionId, long Limit, long Spent);
