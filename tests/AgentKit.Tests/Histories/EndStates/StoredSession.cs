namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A session, with the number in its state that updates count up.</summary>
internal sealed record StoredSession(
    string Workspace, string User, Guid SessionId, long Version, long TurnCount, long Tokens, int Counter, string Status, Guid? Parent, long? ForkedAt);
