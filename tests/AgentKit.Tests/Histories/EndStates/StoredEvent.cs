namespace AgentKit.Tests.Histories.EndStates;

/// <summary>An event.</summary>
internal sealed record StoredEvent(string Workspace, string User, Guid EventId);
