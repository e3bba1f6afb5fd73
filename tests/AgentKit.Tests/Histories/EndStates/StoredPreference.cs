namespace AgentKit.Tests.Histories.EndStates;

/// <summary>One key of what a user has set.</summary>
internal sealed record StoredPreference(string Workspace, string User, string Key, string Value);
