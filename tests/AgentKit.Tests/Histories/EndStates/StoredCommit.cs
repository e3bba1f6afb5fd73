namespace AgentKit.Tests.Histories.EndStates;

/// <summary>One line of the log of a session; the counts are those after it.</summary>
internal sealed record StoredCommit(Guid SessionId, Guid OperationId, long Version, long TurnCount, long Tokens, string Status, Guid? RunId);
