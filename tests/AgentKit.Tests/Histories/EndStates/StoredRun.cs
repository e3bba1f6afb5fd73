namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A run of an agent.</summary>
internal sealed record StoredRun(Guid RunId, Guid SessionId, long Tokens, long FencingToken, string Status);
