namespace AgentKit.Tests.Histories.EndStates;

/// <summary>A turn.</summary>
internal sealed record StoredTurn(string Workspace, string User, Guid SessionId, long Number, long Version, string Text);
